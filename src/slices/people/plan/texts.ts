import { defineTexts, type Message } from '#kit/i18n/index.ts'
import { da } from './texts/plan.da.ts'
import { en } from './texts/plan.en.ts'

/** The words of the one plan. */
export const t = defineTexts<Record<keyof typeof da, Message>>(da, en)
