import { openSpace, read } from '../../src/kit/db/index.ts'
import { testVault } from '../../src/kit/vault/factory.ts'
import type { Case } from './cases.ts'

export interface Statement {
  text: string
  values: unknown[]
}

type Ask = (...question: unknown[]) => Promise<unknown>

/** Which statements the application sends for each case, without those that begin and end the transaction. */
export const record = async (ownerUrl: string, cases: Case[]): Promise<Statement[][]> => {
  const space = await openSpace(ownerUrl, { vault: testVault, max: 1 })
  try {
    const client = await space.pool.connect()
    let heard: Statement[] = []
    const ask = client.query.bind(client) as unknown as Ask
    client.query = ((...question: unknown[]) => {
      const [text, values] = question
      if (typeof text === 'string' && Array.isArray(values) && values.length > 0) {
        heard.push({ text, values })
      }
      return ask(...question)
    }) as typeof client.query
    client.release()
    const all: Statement[][] = []
    for (const each of cases) {
      heard = []
      await read(space, each.actor, each.ask)
      if (heard.length === 0) throw new Error(`Nothing was asked for ${each.name}`)
      all.push(heard)
    }
    return all
  } finally {
    await space.close()
  }
}
