/**
 * Danish and English texts. Every slice defines its own with `defineTexts(da, en)`;
 * the type makes a missing key a compile error and a test finds empty or equal-looking ones.
 */
export const langs = ['da', 'en'] as const
export type Lang = (typeof langs)[number]

export type Params = Record<string, string | number>
/** A text with `{name}` placeholders, or a function where grammar depends on the value. */
export type Message = string | ((params: Params) => string)
export type Texts = Record<string, Message>

/** A slice's translator; `raw` is read by the tests and by the error handler. */
export interface Translate<Key extends string> {
  (lang: Lang, key: Key, params?: Params): string
  raw: Record<Lang, Record<string, Message>>
  /** True where the key exists: narrows a code that came from data. */
  has: (key: string) => key is Key
}

/** Messages split at their placeholders, each once: every second part is a name. */
const split = new Map<string, string[]>()

const partsOf = (message: string): string[] => {
  let parts = split.get(message)
  if (!parts) {
    parts = message.split(/\{(\w+)\}/)
    split.set(message, parts)
  }
  return parts
}

export const fillIn = (message: Message, params: Params): string => {
  if (typeof message === 'function') return message(params)
  if (!message.includes('{')) return message
  const parts = partsOf(message)
  let text = parts[0] as string
  for (let index = 1; index < parts.length; index += 2) {
    const name = parts[index] as string
    text += name in params ? String(params[name]) : `{${name}}`
    text += parts[index + 1] as string
  }
  return text
}

export const defineTexts = <T extends Texts>(
  da: T,
  en: Record<keyof T, Message>,
): Translate<keyof T & string> => {
  const raw = { da: da as Record<string, Message>, en: en as Record<string, Message> }
  const translate = (lang: Lang, key: keyof T & string, params: Params = {}): string => {
    const message = raw[lang][key]
    if (message === undefined) throw new Error(`No text for ${key} in ${lang}`)
    return fillIn(message, params)
  }
  return Object.assign(translate, {
    raw,
    has: (key: string): key is keyof T & string => Object.hasOwn(da, key),
  })
}

/** The language asked for: `?lang=`, then the cookie, then Accept-Language; another language there gets English, none gets Danish. */
export const chooseLang = (asked: {
  query?: string | undefined
  cookie?: string | undefined
  accept?: string | undefined
}): Lang => {
  for (const wish of [asked.query, asked.cookie]) {
    if (wish === 'da' || wish === 'en') return wish
  }
  const accepted = (asked.accept ?? '').toLowerCase().split(',')
  for (const part of accepted) {
    const tag = part.trim().slice(0, 2)
    if (tag === 'da' || tag === 'en') return tag
  }
  // Neither of ours: who reads another language is likelier to read English. Nothing said: Danish.
  return /[a-z]{2}/.test(asked.accept ?? '') ? 'en' : 'da'
}
