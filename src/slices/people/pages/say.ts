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

/** A ready purpose in words; what was written freely as it was written. */
export const sayPurpose = (lang: Lang, purpose: string): string => {
  const known = purposes.find((each) => each === purpose)
  return known ? t(lang, `purpose.${known}`) : purpose
}
