import type { NamedPlace, Period } from './schema.ts'

/** Dated lookups and place names, pure. Dates are `2020-03-24` and compare as text. */

/** Does the period hold on this day? Both ends are inclusive; null is open. */
export const holdsOn = (period: Period, date: string): boolean =>
  (period.validFrom === null || period.validFrom <= date) &&
  (period.validUntil === null || date <= period.validUntil)

/** Do the two periods share a day? */
export const overlaps = (a: Period, b: Period): boolean =>
  (a.validFrom === null || b.validUntil === null || a.validFrom <= b.validUntil) &&
  (b.validFrom === null || a.validUntil === null || b.validFrom <= a.validUntil)

/**
 * Does the outer area hold the inner one?
 * @param regionOf the region of each municipality on the day in question.
 */
export const areaContains = (
  outer: string,
  inner: string,
  regionOf: ReadonlyMap<string, string>,
): boolean => outer === 'dk' || outer === inner || regionOf.get(inner) === outer

// Letters of another alphabet that look the same: one of the documents has them inside Danish words.
const lookAlikes: Record<string, string> = {
  а: 'a',
  в: 'b',
  е: 'e',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
}

/**
 * A name as it is compared: without case, accents, hyphens and doubled blanks; å = aa, æ = ae, ø = oe;
 * look-alike Cyrillic letters as Latin ones; without a closing "Kommune".
 */
export const foldName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\u0400-\u04ff]/g, (letter) => lookAlikes[letter] ?? letter)
    .normalize('NFC')
    .replaceAll('å', 'aa')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/( kommunes?)+$/, '')

/** Edits (add, drop, change, swap two neighbours) between two words, or `limit + 1` when more. */
export const editsBetween = (a: string, b: string, limit: number): number => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let older: number[] = []
  let before = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(
        (before[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (before[j - 1] ?? 0) + change,
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (older[j - 2] ?? 0) + 1)
      }
      row.push(best)
    }
    older = before
    before = row
  }
  return Math.min(before[b.length] ?? 0, limit + 1)
}

const allowedEdits = (length: number): number => (length < 5 ? 0 : length < 9 ? 1 : 2)

/**
 * Places that a typed name may mean, best first: the name itself, names that begin with it,
 * then names a letter or two away. Also reads "1711 København V"-like text by its words.
 */
export const matchPlaces = (
  typed: string,
  places: readonly NamedPlace[],
  limit = 5,
): NamedPlace[] => {
  const wanted = foldName(typed)
    .replace(/^\d{4} /, '')
    .slice(0, 60)
  if (wanted.length < 2) return []
  // "Koebenhavn" and the old "Kobenhavn": ø is often typed as o by a person without the letter.
  const loose = wanted.replaceAll('oe', 'o').replaceAll('ae', 'a').replaceAll('aa', 'a')
  const scored: { place: NamedPlace; score: number }[] = []
  for (const place of places) {
    const name = foldName(place.name)
    const looseName = name.replaceAll('oe', 'o').replaceAll('ae', 'a').replaceAll('aa', 'a')
    const edits = editsBetween(looseName, loose, allowedEdits(loose.length))
    const score =
      name === wanted
        ? 0
        : looseName === loose
          ? 1
          : looseName.startsWith(loose)
            ? 2
            : edits <= allowedEdits(loose.length)
              ? 3 + edits
              : wanted.startsWith(`${name} `) || wanted.endsWith(` ${name}`)
                ? 7
                : Number.POSITIVE_INFINITY
    if (Number.isFinite(score)) scored.push({ place, score })
  }
  return scored
    .sort((a, b) => a.score - b.score || a.place.name.localeCompare(b.place.name, 'da'))
    .slice(0, limit)
    .map(({ place }) => place)
}
