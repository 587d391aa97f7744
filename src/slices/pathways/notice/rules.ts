import type { CareNotice } from './schema.ts'

export interface Cursor {
  seen: boolean
  at: string
  id: string
}

/** Where a list of notices goes on. */
export const writeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify([cursor.seen, cursor.at, cursor.id])).toString('base64url')

/** @returns null for what is no cursor of ours */
export const readCursor = (text: string): Cursor | null => {
  try {
    const [seen, at, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    const good =
      typeof seen === 'boolean' &&
      typeof at === 'string' &&
      /^\d{4}-\d\d-\d\d[ T][\d:.]+([+-]\d\d(:?\d\d)?|Z)?$/.test(at) &&
      typeof id === 'string' &&
      /^[0-9a-f-]{36}$/.test(id)
    return good ? { seen, at, id } : null
  } catch {
    return null
  }
}

/** Does the notice ask for something to be done now? */
export const isUrgent = (notice: Pick<CareNotice, 'kind' | 'seenAt'>): boolean =>
  notice.seenAt === null && ['street', 'escalated', 'emergency-access'].includes(notice.kind)
