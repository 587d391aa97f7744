import { sayError } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { timeTexts } from '#kit/time/index.ts'
import { territoryTexts } from '#slices/territory/index.ts'
import { directoryTexts } from '../directory/texts.ts'
import { findTexts } from '../find/texts.ts'
import { reportTexts } from '../report/texts.ts'
import { t } from '../texts.ts'
import type { CellProblem } from './read.ts'

export const texts = {
  da: {
    ...timeTexts.raw.da,
    ...territoryTexts.raw.da,
    ...findTexts.raw.da,
    ...directoryTexts.raw.da,
    ...reportTexts.raw.da,
    ...t.raw.da,
  },
  en: {
    ...timeTexts.raw.en,
    ...territoryTexts.raw.en,
    ...findTexts.raw.en,
    ...directoryTexts.raw.en,
    ...reportTexts.raw.en,
    ...t.raw.en,
  },
}

/** What is wrong in a cell, as a sentence. */
export const sayProblem = (lang: Lang, { code, params }: CellProblem): string =>
  sayError(texts, lang, code, params) ?? code
