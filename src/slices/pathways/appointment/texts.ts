import { defineTexts, type Message } from '#kit/i18n/index.ts'
import { da } from '../texts/appointment.da.ts'
import { en } from '../texts/appointment.en.ts'

export const appointmentTexts = defineTexts<Record<keyof typeof da, Message>>(da, en)
