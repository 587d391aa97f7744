import { defineTexts, type Message } from '#kit/i18n/index.ts'
import { da } from '../texts/notice.da.ts'
import { en } from '../texts/notice.en.ts'

export const noticeTexts = defineTexts<Record<keyof typeof da, Message>>(da, en)
