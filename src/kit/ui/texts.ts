import { defineTexts } from '#kit/i18n/index.ts'
import { da } from './texts.da.ts'
import { en } from './texts.en.ts'

/** The words of the components themselves; what a page says comes in as props. */
export const t = defineTexts(da, en)
