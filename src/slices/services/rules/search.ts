/** Search that forgives: spelling, Danish letters, accents, look-alike letters of other alphabets (DIR-06). */

const danishLetters: Record<string, string> = {
  æ: 'ae',
  ä: 'ae',
  ø: 'oe',
  ö: 'oe',
  å: 'aa',
  ß: 'ss',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  œ: 'oe',
}

// By shape, so that a name typed with a Cyrillic or Greek "о" is found; the others by sound.
const lookAlikes: Record<string, string> = {
  ...{ а: 'a', б: 'b', в: 'b', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'z', з: 'z', и: 'i', й: 'i' },
  ...{ к: 'k', л: 'l', м: 'm', н: 'h', о: 'o', п: 'p', р: 'p', с: 'c', т: 't', у: 'y', ф: 'f' },
  ...{ х: 'x', ц: 'c', ч: 'c', ш: 's', щ: 's', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'u', я: 'a' },
  ...{ ѕ: 's', і: 'i', ї: 'i', ј: 'j', є: 'e', ґ: 'g', һ: 'h', ԁ: 'd', ӏ: 'l', ԛ: 'q', ԝ: 'w' },
  ...{ α: 'a', β: 'b', γ: 'y', δ: 'd', ε: 'e', ζ: 'z', η: 'n', θ: 'o', ι: 'i', κ: 'k', λ: 'l' },
  ...{ μ: 'm', ν: 'v', ξ: 'x', ο: 'o', π: 'p', ρ: 'p', σ: 's', ς: 's', τ: 't', υ: 'u', φ: 'f' },
  ...{ χ: 'x', ψ: 'y', ω: 'w' },
}
// Capitals whose shape is another letter than that of their small form.
const capitals: Record<string, string> = { Η: 'h', Ν: 'n', Υ: 'y' }

const MAX_LENGTH = 400

/**
 * The form in which texts are compared: small Latin letters and digits, words parted by one space. "Mændenes
 * Hjem" and "maendenes hjem", "Café" and "cafe", "Pit-Stop" and "pit stop" become the same.
 */
export const searchKey = (text: string): string => {
  let key = ''
  for (const letter of text.slice(0, MAX_LENGTH).normalize('NFKC')) {
    const small = danishLetters[letter.toLowerCase()]
    // Accents come off before the shape is looked at: "ἀ" is "α" is "a".
    if (small !== undefined) key += small
    else for (const bare of letter.normalize('NFD').replace(/\p{M}/gu, '')) key += latin(bare)
  }
  return key
    .replace(/[\p{M}'’´`]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const latin = (letter: string): string => {
  const small = letter.toLowerCase()
  return capitals[letter] ?? danishLetters[small] ?? lookAlikes[small] ?? small
}

const joined = (key: string): string => key.replaceAll(' ', '')

/** Letters that a misspelt word may be off by: none below 4 letters, one below 8, then two. */
const tolerance = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2)

/**
 * Does a text (its `searchKey`) match what somebody typed? Every word typed must be in the text: as
 * the beginning or (from 3 letters) a part of a word, or nearly spelt so; or the whole, written
 * without spaces, is in the text without spaces ("Pitstop"). An empty query matches everything.
 */
export const searchMatches = (key: string, query: string): boolean => searchFor(query)(key)

/** As `searchMatches`, with the query read once: for going through many keys. */
export const searchFor = (query: string): ((key: string) => boolean) => {
  const wanted = searchKey(query.slice(0, 100))
  if (wanted === '') return () => true
  const whole = joined(wanted)
  const typed = wanted.split(' ').slice(0, 8)
  return (key) => {
    if (key.includes(wanted)) return true
    if (whole.length >= 4 && joined(key).includes(whole)) return true
    const words = key.split(' ')
    return typed.every((word) => words.some((other) => wordMatches(other, word)))
  }
}

const wordMatches = (word: string, typed: string): boolean => {
  if (word.startsWith(typed) || (typed.length >= 3 && word.includes(typed))) return true
  // Digits are never nearly right.
  if (/\d/.test(typed)) return false
  const limit = tolerance(typed)
  if (limit === 0) return false
  return (
    isWithin(word, typed, limit) ||
    // The beginning of a longer word, misspelt: "sundhetsklin" for "sundhedsklinik".
    (word.length > typed.length && isWithin(word.slice(0, typed.length), typed, limit))
  )
}

// Three rows of the table of distances, used again and again; texts are at most MAX_LENGTH letters, and one
// letter may fold into two.
const rows: [Uint16Array, Uint16Array, Uint16Array] = [
  new Uint16Array(2 * MAX_LENGTH + 2),
  new Uint16Array(2 * MAX_LENGTH + 2),
  new Uint16Array(2 * MAX_LENGTH + 2),
]

/** Is the edit distance (with neighbours swapped counting one) at most the limit? */
const isWithin = (a: string, b: string, limit: number): boolean => {
  if (Math.abs(a.length - b.length) > limit || b.length > 2 * MAX_LENGTH) return false
  let [beforeLast, last, row] = rows
  for (let j = 0; j <= b.length; j++) last[j] = j
  for (let i = 1; i <= a.length; i++) {
    row[0] = i
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      }
      row[j] = cost
      if (cost < least) least = cost
    }
    if (least > limit) return false
    ;[beforeLast, last, row] = [last, row, beforeLast]
  }
  return (last[b.length] ?? limit + 1) <= limit
}

/**
 * Are two names probably one service, spelt differently ("Pit Stop" and "Pitstop", DIR-01)? A warning for
 * the editor, never a merge. Names that differ in a number are two ("Natcafé 1", "Natcafé 2").
 */
export const looksLikeDuplicate = (a: string, b: string): boolean => {
  const first = searchKey(a)
  const second = searchKey(b)
  if (first === '' || second === '') return false
  if ((first.match(/\d+/g) ?? []).join() !== (second.match(/\d+/g) ?? []).join()) return false
  const left = joined(first)
  const right = joined(second)
  if (left === right) return true
  const shorter = Math.min(left.length, right.length)
  return isWithin(left, right, shorter < 5 ? 0 : shorter < 12 ? 1 : 2) || sameWords(first, second)
}

const sameWords = (a: string, b: string): boolean =>
  a.split(' ').sort().join(' ') === b.split(' ').sort().join(' ')
