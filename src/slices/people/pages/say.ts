import type { Lang } from '#kit/i18n/index.ts'
import { purposes } from '../schema.ts'
import { t } from '../texts.ts'

const languageNames: Record<Lang, Intl.DisplayNames> = {
  da: new Intl.DisplayNames('da', { type: 'language' }),
  en: new Intl.DisplayNames('en', { type: 'language' }),
}

/** «polsk, engelsk»: an unknown code stays as it is. */
export const sayLanguages = (lang: Lang, codes: readonly string[]): string =>
  codes.map((code) => languageNames[lang].of(code) ?? code).join(', ')

const two = [...'abcdefghijklmnopqrstuvwxyz']
const alone: Record<Lang, Intl.DisplayNames> = {
  da: new Intl.DisplayNames('da', { type: 'language', fallback: 'none' }),
  en: new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }),
}

/** Every language that has a code of two letters, by its name in either language. */
const codes = new Map(
  (['en', 'da'] as const).flatMap((lang) =>
    two.flatMap((first) =>
      two.flatMap((second): [string, string][] => {
        const name = alone[lang].of(first + second)
        return name === undefined ? [] : [[name.toLowerCase(), first + second]]
      }),
    ),
  ),
)

/** What was typed as languages, by name or code, as codes. What is neither stays and is refused by the schema. */
export const languagesTyped = (text: string): string[] =>
  text
    .split(/[,;/]+/)
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '')
    .map((each) => codes.get(each) ?? each)

/** Languages often spoken by those who come, by name: offered where one is typed. */
export const commonLanguages = (lang: Lang): string[] =>
  'da,en,pl,ro,bg,lt,lv,uk,ru,de,fr,es,it,ar,so,fa,tr,ti,kl,fo'
    .split(',')
    .map((code) => sayLanguages(lang, [code]))

/** A ready purpose in words; what was written freely as it was written. */
export const sayPurpose = (lang: Lang, purpose: string): string => {
  const known = purposes.find((each) => each === purpose)
  return known ? t(lang, `purpose.${known}`) : purpose
}
