import { defineTexts } from '#kit/i18n/index.ts'
import { da } from './texts.da.ts'
import { en } from './texts.en.ts'

export const t = defineTexts(da, en)
