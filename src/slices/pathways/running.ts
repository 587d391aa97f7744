import type { Space, Spaces } from '#kit/db/index.ts'

/** The spaces in which time passes. A case stands still: nothing in it becomes due. */
export const runningSpaces = (spaces: Pick<Spaces, 'all'>): Space[] =>
  spaces.all().filter(({ kind }) => kind !== 'case')
