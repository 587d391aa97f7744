import { defineTexts, type Lang, type Message } from '#kit/i18n/index.ts'
import type { ConsentTopic } from '#slices/people/index.ts'
import { da } from './topics.da.ts'
import { en } from './topics.en.ts'

export const topicTexts = defineTexts<Record<keyof typeof da, Message>>(da, en)

/** What a consent speaks of, in words. */
export const sayTopic = (lang: Lang, topic: ConsentTopic): string =>
  topicTexts(lang, `topic.${topic}`)
