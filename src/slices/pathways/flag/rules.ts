/** Wards and beds have few digits; six or more in one field look like somebody's number. */
const NUMBER_DIGITS = 6

/** Does the text hold as many digits as the shortest part of a civil registration number, whatever is put between them? */
export const manyDigits = (text: string): boolean =>
  (text.match(/\p{N}/gu)?.length ?? 0) >= NUMBER_DIGITS

export type FlagState = 'open' | 'taken' | 'closed'

export const flagState = (flag: { takenAt: Date | null; closedAt: Date | null }): FlagState =>
  flag.takenAt !== null ? 'taken' : flag.closedAt !== null ? 'closed' : 'open'

const healthTopics: readonly string[] = ['treatment', 'medicine', 'care-need', 'health']

/** The level that a consent to these topics opens: health as soon as one of them speaks of it. */
export const levelOfTopics = (topics: readonly string[]): 'social' | 'health' =>
  topics.some((topic) => healthTopics.includes(topic)) ? 'health' : 'social'
