import { defineTexts, type Message } from '#kit/i18n/index.ts'
import { da } from './referral.da.ts'
import { en } from './referral.en.ts'

export const referralTexts = defineTexts<Record<keyof typeof da, Message>>(da, en)
