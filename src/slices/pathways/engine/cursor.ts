import { invalid } from '#kit/errors/index.ts'

/** Where a list ordered by a moment and an id goes on. The moment is the database's own text: a `Date` cuts it short. */
export interface Cursor {
  at: string
  id: string
}

const moment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const writeCursor = ({ at, id }: Cursor): string =>
  Buffer.from(JSON.stringify([at, id])).toString('base64url')

/** @throws invalid `pathways.bad-cursor` for what is no cursor of ours; null for none */
export const readCursor = (text: string | null | undefined): Cursor | null => {
  if (text === null || text === undefined || text === '') return null
  try {
    const [at, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    if (typeof at === 'string' && moment.test(at) && typeof id === 'string' && uuid.test(id)) {
      return { at, id }
    }
  } catch {
    // Said below, as for any other nonsense.
  }
  throw invalid('pathways.bad-cursor', {}, [{ field: 'cursor', code: 'pathways.bad-cursor' }])
}
