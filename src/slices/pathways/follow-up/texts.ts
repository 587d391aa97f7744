import { defineTexts, type Message } from '#kit/i18n/index.ts'
import { da } from '../texts/follow-up.da.ts'
import { en } from '../texts/follow-up.en.ts'

export const followUpTexts = defineTexts<Record<keyof typeof da, Message>>(da, en)
