import { sql } from 'kysely'
import { systemActor } from '#kit/auth/actor.ts'
import { read, type Space, write } from '#kit/db/index.ts'
import { VaernError } from '#kit/errors/index.ts'
import type { MailMessage } from '#kit/http/index.ts'
import type { Job } from '#kit/jobs/index.ts'
import { sayMoment } from '#kit/time/index.ts'
import { type StaleService, staleServices } from './queries.ts'
import { t } from './texts.ts'

const system = systemActor('reminders')

/** Stale for longer than this, nobody is waiting for the mail: the situation room chases it. */
const GIVE_UP_MS = 14 * 86_400_000

/**
 * Reminds services whose report has gone stale, once for each time that it does. What could not be sent
 * is tried again at the next run. @returns how many were reminded
 */
export const remindStale = async (
  space: Space,
  now: Date,
  mail: (message: MailMessage) => Promise<void>,
  baseUrl: string,
): Promise<number> => {
  const stale = await read(space, system, (tx) => staleServices(tx, now))
  let reminded = 0
  for (const service of stale) {
    const { staleSince, email } = service
    if (email === null || staleSince === null || now.getTime() - staleSince > GIVE_UP_MS) continue
    // Written first and in one transaction with the sending: two processes never both send.
    const sent = await write(space, system, async (tx) => {
      const { rows } = await sql<{ id: string }>`
        INSERT INTO services.reminder (service_id, stale_since) VALUES (${service.id}, ${new Date(staleSince)})
        ON CONFLICT DO NOTHING RETURNING service_id AS id`.execute(tx)
      if (rows.length === 0) return false
      await mail(messageFor(service, email, staleSince, baseUrl))
      return true
    })
    if (sent) reminded++
  }
  return reminded
}

const messageFor = (
  service: StaleService,
  to: string,
  staleSince: number,
  baseUrl: string,
): MailMessage => {
  const params = {
    name: service.name,
    since: sayMoment(staleSince, 'da'),
    url: `${baseUrl}/services/${service.id}/report`,
  }
  return {
    to,
    subject: t('da', 'reminder.subject', params),
    text: t('da', 'reminder.text', params),
  }
}

export const servicesJobs: Job[] = [
  {
    name: 'services-remind-stale',
    cron: '*/15 * * * *',
    run: async ({ spaces, config, mail, now, log }) => {
      if (config.smtpUrl === null) return
      try {
        const baseUrl = config.baseUrl ?? `http://localhost:${config.port}`
        const reminded = await remindStale(spaces.live, now(), mail, baseUrl)
        if (reminded > 0) log.info({ reminded }, 'reminded services of stale reports')
      } catch (error) {
        // A mail server that is away is no fault of ours: the next run tries again.
        if (!(error instanceof VaernError)) throw error
        log.error({ code: error.code }, 'reminders were not sent')
      }
    },
  },
]
