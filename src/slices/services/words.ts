import { defineTexts } from '#kit/i18n/index.ts'
import { da } from './words.da.ts'
import { en } from './words.en.ts'

/** What a code of `schema.ts` is called: `words(lang, 'kind.shelter')`. */
export const words = defineTexts(da, en)
