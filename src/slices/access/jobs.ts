import type { Job } from '#kit/jobs/index.ts'
import { forgetLogins } from './login.ts'

export const accessJobs: Job[] = [
  {
    name: 'forget-logins',
    cron: '40 3 * * *',
    run: ({ spaces, now }) => forgetLogins(spaces.live, now()),
  },
]
