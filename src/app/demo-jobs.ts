import type { Job } from '#kit/jobs/index.ts'
import { refreshDemo } from './worlds.ts'

/** Keeps a demonstration that is left running from going stale throughout. */
export const demoJobs: Job[] = [
  {
    name: 'refresh-demonstration',
    cron: '7 * * * *',
    run: async ({ spaces, config, now }) => {
      if (config.demo && spaces.live.demo) await refreshDemo(spaces.live, now())
    },
  },
]
