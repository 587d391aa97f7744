import { systemActor } from '../../src/kit/auth/actor.ts'
import { openSpace } from '../../src/kit/db/index.ts'
import { testVault } from '../../src/kit/vault/factory.ts'
import { createToken } from '../../src/slices/access/index.ts'

export interface Reporter {
  service: string
  token: string
}

const DAY_MS = 86_400_000

/** Staff of some services spread over the directory, each with a token for their own service alone. */
export const makeReporters = async (ownerUrl: string, count: number): Promise<Reporter[]> => {
  const live = await openSpace(ownerUrl, { vault: testVault, max: 2 })
  try {
    const { rows } = await live.pool.query('SELECT id FROM services.service ORDER BY id LIMIT $1', [
      count,
    ])
    const made: Reporter[] = []
    for (const { id } of rows as { id: string }[]) {
      const { token } = await createToken(live, systemActor('bench'), {
        name: 'Bench',
        role: 'service-staff',
        service: id,
        expiresAt: new Date(Date.now() + DAY_MS),
      })
      made.push({ service: id, token })
    }
    return made
  } finally {
    await live.close()
  }
}

/** A coordinator of the whole country: may follow every situation. */
export const makeCoordinator = async (ownerUrl: string): Promise<string> => {
  const live = await openSpace(ownerUrl, { vault: testVault, max: 1 })
  try {
    const { token } = await createToken(live, systemActor('bench'), {
      name: 'Bench',
      role: 'coordinator',
      area: 'dk',
      expiresAt: new Date(Date.now() + DAY_MS),
    })
    return token
  } finally {
    await live.close()
  }
}
