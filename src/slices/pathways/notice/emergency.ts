import { systemActor } from '#kit/auth/actor.ts'
import { type Space, write } from '#kit/db/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { addressesOf } from '#slices/access/index.ts'
import { alarmOverdue } from '#slices/people/index.ts'
import { tell } from './commands.ts'
import { noticeTexts as t } from './texts.ts'

/**
 * Tells of emergency accesses that nobody has reviewed within 72 hours (SEC-02): the leaders and the data protection
 * officers of the organisation by a notice, and each of them who has an address by mail. Each access is told once,
 * in one transaction with the mark that it was; no name, no code and no reason is in it.
 * @returns by organisation, how many were told of
 */
export const tellOfEmergencies = (
  space: Space,
  now: Date,
): Promise<{ organisation: string; waiting: number }[]> =>
  write(space, systemActor('break-glass-alarm'), async (tx) => {
    const overdue = await alarmOverdue(tx, space, now)
    for (const { organisation, waiting } of overdue) {
      const told = {
        pathway: null,
        person: null,
        organisation,
        municipality: null,
        kind: 'emergency-access' as const,
        say: (lang: Lang) => t(lang, 'text.emergency-access', { n: waiting }),
      }
      await tell(tx, space, { ...told, to: organisation })
      const roles = ['leader', 'data-protection'] as const
      for (const { name, email } of await addressesOf(tx, { organisation, roles })) {
        await tell(tx, space, { ...told, to: null, contact: { name, phone: null, email } })
      }
    }
    return overdue
  })
