import { systemActor } from '#kit/auth/actor.ts'
import { sealChanges } from '#kit/changes/index.ts'
import { write } from '#kit/db/index.ts'
import type { Job } from '#kit/jobs/index.ts'

/** Seals what is durable, and forgets the answers of old retries. */
export const changesJobs: Job[] = [
  {
    name: 'seal-changes',
    cron: '* * * * *',
    run: async ({ spaces }) => {
      for (const space of spaces.all()) await sealChanges(spaces.owner(space))
    },
  },
  {
    name: 'forget-idempotency-keys',
    cron: '20 3 * * *',
    run: async ({ spaces, now }) => {
      const before = new Date(now().getTime() - 7 * 24 * 3_600_000)
      for (const space of spaces.all()) {
        await write(space, systemActor('idempotency'), (tx) =>
          tx.deleteFrom('kit.idempotency').where('at', '<', before).execute(),
        )
      }
    },
  },
]
