import { defineTexts, type Message } from '#kit/i18n/index.ts'
import { da } from '../texts/discharge.da.ts'
import { en } from '../texts/discharge.en.ts'

export const dischargeTexts = defineTexts<Record<keyof typeof da, Message>>(da, en)
