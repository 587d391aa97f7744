/** Wards and beds have few digits; six or more in one field look like somebody's number. */
const NUMBER_DIGITS = 6

/** Does the text hold as many digits as the shortest part of a civil registration number, whatever is put between them? */
export const manyDigits = (text: string): boolean =>
  (text.match(/\p{N}/gu)?.length ?? 0) >= NUMBER_DIGITS

export type FlagState = 'open' | 'taken' | 'closed'

export const flagState = (flag: { takenAt: Date | null; closedAt: Date | null }): FlagState =>
  flag.takenAt !== null ? 'taken' : flag.closedAt !== null ? 'closed' : 'open'
