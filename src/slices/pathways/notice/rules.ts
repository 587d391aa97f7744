import type { CareNotice } from './schema.ts'

/** Does the notice ask for something to be done now? */
export const isUrgent = (notice: Pick<CareNotice, 'kind' | 'seenAt'>): boolean =>
  notice.seenAt === null &&
  ['street', 'escalated', 'emergency-access', 'place'].includes(notice.kind)
