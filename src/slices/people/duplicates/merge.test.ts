import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { protectPerson } from '../commands/edit.ts'
import { makeInvolvement, makePerson, professionalActor } from '../factory.ts'
import { familyOf } from '../queries/cards.ts'
import { listMine } from '../queries/list.ts'
import { approveMerge, mergePersons } from './commands.ts'

let made: TestSpace
let shelter: string
let clinic: string
let worker: Actor
let colleague: Actor
let stranger: Actor

beforeAll(async () => {
  made = await testSpace()
  await write(made.space, systemActor('test'), async (tx) => {
    shelter = await addTestOrganisation(tx)
    clinic = await addTestOrganisation(tx)
  })
  worker = professionalActor(shelter)
  colleague = professionalActor(shelter)
  stranger = professionalActor(clinic)
})
afterAll(() => made.close())

const merge = (keep: string, fold: string) =>
  write(made.space, worker, (tx) =>
    mergePersons(tx, worker, { keep, fold, organisation: shelter, reason: 'Samme pas.' }),
  )
const approve = (id: string) =>
  write(made.space, colleague, (tx) => approveMerge(tx, colleague, id))

describe('PER-02 merges that wait for each other', () => {
  it('never go in a circle: the second is refused when it is approved, and nobody is hidden', async () => {
    const old = await makePerson(made.space, { organisation: shelter, birthDate: '1970-01-01' })
    const young = await makePerson(made.space, { organisation: shelter, birthDate: '1980-01-01' })
    const one = await merge(old, young)
    const other = await merge(young, old)
    expect([one.merged, other.merged]).toEqual([false, false])
    await approve(one.id)
    await expect(approve(other.id)).rejects.toMatchObject({ code: 'people.merge-circle' })
    const { people } = await read(made.space, worker, (tx) => listMine(tx, { limit: 200 }))
    expect(people.map(({ id }) => id).filter((id) => [old, young].includes(id))).toEqual([old])
  })

  it('are asked for by whoever acts, whatever the row says', async () => {
    const keep = await makePerson(made.space, { organisation: shelter, birthDate: '1970-01-01' })
    const fold = await makePerson(made.space, { organisation: shelter, birthDate: '1980-01-01' })
    const { rows } = await write(made.space, worker, (tx) =>
      sql<{ id: string }>`
        INSERT INTO people.merge (person_id, folded_id, organisation_id, reason, birth_dates_differ, asked_by, asked_by_name)
        VALUES (${keep}, ${fold}, ${shelter}, 'Samme', false, 'somebody-else', 'En anden') RETURNING id`.execute(
        tx,
      ),
    )
    await expect(
      write(made.space, worker, (tx) => approveMerge(tx, worker, rows[0]?.id ?? '')),
    ).rejects.toMatchObject({ code: 'people.merge-by-another' })
  })
})

describe('PER-06 a protected record and an open one of the same person', () => {
  it('are not linked for whoever knows the one by the code and the other by name', async () => {
    const hidden = await makePerson(made.space, { organisation: shelter })
    const open = await makePerson(made.space, { organisation: shelter })
    await write(made.space, worker, (tx) =>
      protectPerson(tx, { id: hidden, organisation: shelter, reason: 'violence' }),
    )
    await makeInvolvement(made.space, { person: hidden, organisation: clinic })
    await makeInvolvement(made.space, { person: open, organisation: clinic })
    for (const [keep, fold] of [
      [hidden, open],
      [open, hidden],
    ] as const) {
      const { id } = await merge(keep, fold)
      const linked = await read(made.space, worker, (tx) => familyOf(tx, hidden))
      expect(linked.sort()).toEqual([hidden, open].sort())
      for (const one of [hidden, open]) {
        expect(await read(made.space, stranger, (tx) => familyOf(tx, one))).toEqual([one])
      }
      const { people } = await read(made.space, stranger, (tx) => listMine(tx, {}))
      expect(people.map((card) => card.id).sort()).toEqual([hidden, open].sort())
      await write(made.space, worker, (tx) =>
        sql`UPDATE people.merge SET undone_at = now(), undone_by = kit.actor(), undo_reason = 'Prøve' WHERE id = ${id}`.execute(
          tx,
        ),
      )
    }
  })
})
