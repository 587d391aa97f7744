import type { Lang } from '#kit/i18n/index.ts'
import { type ConsentTopic, peopleTexts } from '#slices/people/index.ts'

/** What a consent speaks of, in words. */
export const sayTopic = (lang: Lang, topic: ConsentTopic): string =>
  peopleTexts(lang, `topic.${topic}`)
