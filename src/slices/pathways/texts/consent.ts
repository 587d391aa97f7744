import { defineTexts } from '#kit/i18n/index.ts'
import { da } from './consent.da.ts'
import { en } from './consent.en.ts'

export const consentTexts = defineTexts(da, en)
