import { defineTexts, type Message } from '#kit/i18n/index.ts'
import { da } from '../texts/flag.da.ts'
import { en } from '../texts/flag.en.ts'

export const flagTexts = defineTexts<Record<keyof typeof da, Message>>(da, en)
