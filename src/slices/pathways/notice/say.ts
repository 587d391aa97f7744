import type { Lang } from '#kit/i18n/index.ts'
import type { CareNotice } from './schema.ts'
import { noticeTexts as t } from './texts.ts'

/** In the reader's language. What the database itself tells stands there as a text of the slice. */
export const sayNotice = (
  lang: Lang,
  { text, textEn }: Pick<CareNotice, 'text' | 'textEn'>,
): string => (t.has(text) ? t(lang, text) : lang === 'en' && textEn !== null ? textEn : text)
