import { defineTexts, type Message } from '#kit/i18n/index.ts'
import { da } from './places.da.ts'
import { en } from './places.en.ts'

export const placesTexts = defineTexts<Record<keyof typeof da, Message>>(da, en)
