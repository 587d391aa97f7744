import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { move } from '../engine/commands.ts'
import { giveTestPlace, makeHouse, runOut } from '../testing/house.ts'

let made: TestSpace
const today = localDate(Date.now())

beforeAll(async () => {
  made = await testSpace()
})
afterAll(() => made.close())

const waiting = async (pathway: string): Promise<number> => {
  const { rows } = await made.ownerPool.query(
    `SELECT 1 FROM pathways.clock WHERE pathway_id = $1 AND kind = 'arrival' AND stopped_at IS NULL`,
    [pathway],
  )
  return rows.length
}

/** Somebody who was promised a place and did not come in time. */
const missed = async () => {
  const house = await makeHouse(made.space)
  const days = { from: today, until: addDays(today, 3) }
  const given = await giveTestPlace(made.space, house, days)
  if (!given) throw new Error('no place')
  await runOut(made.space, given.stay)
  return { house, days, ...given }
}

describe('REF-10 the clock of somebody who did not come', () => {
  it('ends with another place: one promise is waited for', async () => {
    const { house, days, person, pathway } = await missed()
    expect(await waiting(pathway)).toBe(1)
    const again = await giveTestPlace(made.space, house, { ...days, person })
    expect(again?.pathway).toBe(pathway)
    expect(await waiting(pathway)).toBe(1)
    await runOut(made.space, again?.stay ?? '')
    await giveTestPlace(made.space, house, { ...days, person, arrived: true })
    expect(await waiting(pathway)).toBe(0)
  })

  it('ends with the pathway', async () => {
    const { house, pathway } = await missed()
    const said = { reason: 'Kom ikke, og svarer ikke.', offered: 'Herberget.' }
    await write(made.space, house.worker, (tx) =>
      move(tx, house.worker, { pathway, transition: 'not-receive', said }, new Date()),
    )
    expect(await waiting(pathway)).toBe(0)
  })
})
