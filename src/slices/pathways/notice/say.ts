import type { Lang } from '#kit/i18n/index.ts'
import type { CareNotice } from './schema.ts'
import { noticeTexts as t } from './texts.ts'

/** What the database itself tells stands there as a text of the slice, and is said in the reader's language. */
export const sayNotice = (lang: Lang, { text }: Pick<CareNotice, 'text'>): string =>
  t.has(text) ? t(lang, text) : text
