import type { Config } from '../config/index.ts'
import type { Spaces } from '../db/index.ts'
import type { MailMessage } from '../http/route.ts'

export interface JobTools {
  spaces: Spaces
  config: Config
  /** Connection of the owner: for sealing and other work that no request may do. */
  ownerUrl: string
  mail: (message: MailMessage) => Promise<void>
  log: {
    info: (data: object, message: string) => void
    error: (data: object, message: string) => void
  }
  now: () => Date
}

/** Work done by the clock. Safe to run twice: the schedule survives a restart and a missed run is caught up by the next. */
export interface Job {
  /** Letters, digits and hyphens. */
  name: string
  /** Cron expression, Europe/Copenhagen. */
  cron: string
  run: (tools: JobTools) => Promise<void>
}

export interface Jobs {
  stop: () => Promise<void>
}

/**
 * Schedules the jobs in the live database (`pgboss` schema), so that with several processes each
 * run happens once and a restart forgets nothing.
 */
export const startJobs = async (jobs: Job[], tools: JobTools): Promise<Jobs> => {
  // Loaded here, when the server already answers: a tenth of a second that nobody waits for.
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    connectionString: tools.ownerUrl,
    schema: 'pgboss',
    application_name: 'vaern:jobs',
    max: 3,
  })
  boss.on('error', (error) => tools.log.error({ err: error }, 'job queue'))
  await boss.start()
  for (const job of jobs) {
    await boss.createQueue(job.name, { policy: 'exclusive', retryLimit: 3, retryBackoff: true })
    await boss.work(job.name, async () => {
      try {
        await job.run(tools)
      } catch (error) {
        tools.log.error({ err: error, job: job.name }, 'job failed')
        throw error
      }
    })
    await boss.schedule(job.name, job.cron, null, { tz: 'Europe/Copenhagen' })
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 5_000 }) }
}
