import { defineTexts, type Message } from '#kit/i18n/index.ts'
import { da } from './texts.da.ts'
import { en } from './texts.en.ts'

export const importTexts = defineTexts<Record<keyof typeof da, Message>>(da, en)
