import type { Job } from '#kit/jobs/index.ts'
import { runningSpaces } from '../running.ts'
import { mailNotices } from './commands.ts'
import { tellOfEmergencies } from './emergency.ts'

export const noticeJobs: Job[] = [
  {
    name: 'pathways-break-glass-alarm',
    cron: '7 * * * *',
    run: async ({ spaces, now, log }) => {
      for (const space of runningSpaces(spaces)) {
        for (const { organisation, waiting } of await tellOfEmergencies(space, now())) {
          log.error(
            { space: space.name, organisation, waiting },
            'emergency accesses not reviewed within 72 hours',
          )
        }
      }
    },
  },
  {
    name: 'pathways-mail-notices',
    cron: '*/5 * * * *',
    run: async ({ spaces, config, mail, log }) => {
      if (config.smtpUrl === null) return
      const baseUrl = config.baseUrl ?? `http://localhost:${config.port}`
      const { sent, failed } = await mailNotices(spaces.live, mail, `${baseUrl}/login`)
      if (sent > 0) log.info({ sent }, 'mailed notices')
      if (failed > 0) log.error({ failed }, 'notices were not mailed')
    },
  },
]
