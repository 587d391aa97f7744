import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makeInvolvement, makePerson, professionalActor } from '../factory.ts'
import type { Level } from '../schema.ts'
import { addGoal, addProgress, addStep, editGoal, editPlan } from './commands.ts'
import { sayPlan } from './copy.ts'
import { findContact, findPlan, findWish, listAssessments, planForCopy } from './queries.ts'
import { addCircumstances, addMode, editContact, signAssessment } from './record.ts'

let made: TestSpace
beforeAll(async () => {
  made = await testSpace()
})
afterAll(() => made.close())

const asTest = systemActor('test')
const organisation = () => write(made.space, asTest, (tx) => addTestOrganisation(tx))
const now = new Date()

const tables = [
  'plan',
  'goal',
  'step',
  'progress',
  'circumstance',
  'assessment',
  'mode',
  'contactability',
] as const

/** A person of whom one organisation has written in every table. */
const written = async () => {
  const owner = await organisation()
  const person = await makePerson(made.space, { organisation: owner })
  const actor = professionalActor(owner)
  const whose = { person, organisation: owner }
  await write(made.space, actor, async (tx) => {
    await editPlan(tx, whose, { version: 0, wish: 'Et sted at bo', wishBy: 'person' })
    await addGoal(tx, whose, { words: 'Sove inde', wordsBy: 'person' })
    await addStep(tx, whose, { words: 'Ringe', owner: 'Lone', dueOn: '2030-01-01' })
    await addProgress(tx, actor, whose, { words: 'Sov inde' })
    await addCircumstances(tx, whose, {
      answers: [{ criterion: 'dog', answer: 'yes', saidBy: 'person' }],
    })
    await signAssessment(tx, actor, whose, { colour: 'yellow', reasons: 'Støtte hver uge' })
    await editContact(tx, whose, { version: 0, channel: 'place', via: 'Opdigtet Café' })
    const way = { mode: 'meet-outdoors', reason: 'Trives ude', reviewOn: '2099-01-01' } as const
    await addMode(
      tx,
      actor,
      whose,
      { ...way, reviewOn: new Date(now.getTime() + 864e5).toISOString().slice(0, 10) },
      now,
    )
  })
  return { owner, person, actor, whose }
}

/** Another organisation that is involved at a level, with somebody who works there. */
const alsoInvolved = async (
  person: string,
  level: Level,
  ...roles: Parameters<typeof professionalActor>[1][]
) => {
  const other = await organisation()
  await makeInvolvement(made.space, { person, organisation: other, level })
  return { actor: professionalActor(other, ...roles), whose: { person, organisation: other } }
}

const rowsSeen = (actor: Actor, person: string) =>
  read(made.space, actor, async (tx) => {
    const seen: Record<string, number> = {}
    for (const table of tables) {
      const { rows } = await sql<{
        n: number
      }>`SELECT count(*)::int AS n FROM ${sql.table(`people.${table}`)}
        WHERE person_id = ${person}`.execute(tx)
      seen[table] = rows[0]?.n ?? 0
    }
    return seen
  })

const all = (n: number, but: Partial<Record<(typeof tables)[number], number>> = {}) => ({
  ...Object.fromEntries(tables.map((table) => [table, n])),
  ...but,
})

describe('row-level security of the plan, from SQL', () => {
  it('PER-05 a stranger’s professional reads, joins and counts nothing in any table', async () => {
    const { person } = await written()
    const stranger = professionalActor(
      await organisation(),
      'social-professional',
      'health-professional',
    )
    expect(await rowsSeen(stranger, person)).toEqual(all(0))
    const total = await read(made.space, stranger, (tx) =>
      sql<{
        n: number
      }>`SELECT count(*)::int AS n FROM people.goal g JOIN people.step s USING (person_id)
        FULL JOIN people.plan p USING (person_id) FULL JOIN people.mode m USING (person_id)`.execute(
        tx,
      ),
    )
    expect(total.rows[0]?.n).toBe(0)
  })

  it('PER-05 a stranger writes nothing: an insert is refused, an update touches no row', async () => {
    const { person, owner } = await written()
    const other = await organisation()
    const stranger = professionalActor(other)
    for (const whom of [owner, other]) {
      const insert = write(made.space, stranger, (tx) =>
        sql`INSERT INTO people.goal (person_id, organisation_id, words, words_by)
          VALUES (${person}, ${whom}, 'x', 'person')`.execute(tx),
      )
      await expect(insert).rejects.toMatchObject({ code: '42501' })
    }
    for (const [table, set] of [
      ['plan', 'wish = wish'],
      ['goal', 'words = words'],
      ['step', 'words = words'],
      ['mode', 'review_on = review_on'],
      ['contactability', 'via = via'],
    ] as const) {
      const { numAffectedRows } = await write(made.space, stranger, (tx) =>
        sql`UPDATE ${sql.table(`people.${table}`)} SET ${sql.raw(set)} WHERE person_id = ${person}`.execute(
          tx,
        ),
      )
      expect(numAffectedRows, table).toBe(0n)
    }
  })

  it.each(['volunteer', 'leader', 'ward-staff', 'data-protection'] as const)(
    'PER-05 a %s of an involved organisation sees nothing of the plan',
    async (role) => {
      const { person, owner } = await written()
      expect(await rowsSeen(professionalActor(owner, role), person)).toEqual(all(0))
    },
  )

  it('PER-05 who was told the identity only reads no plan; at the social level both professions do', async () => {
    const { person } = await written()
    const identity = await alsoInvolved(person, 'identity')
    expect(await rowsSeen(identity.actor, person)).toEqual(all(0, { contactability: 1 }))
    for (const role of ['social-professional', 'health-professional'] as const) {
      const { actor } = await alsoInvolved(person, 'social', role)
      expect(await rowsSeen(actor, person)).toEqual(all(1))
    }
  })

  it('PER-06 who knows the code only sees and writes the plan, and never how the person is reached', async () => {
    const { person } = await written()
    await made.ownerPool.query(
      `UPDATE people.person SET protected = true, protection_reason = 'violence' WHERE id = $1`,
      [person],
    )
    const { actor, whose } = await alsoInvolved(person, 'social')
    expect(await rowsSeen(actor, person)).toEqual(all(1, { contactability: 0 }))
    const [goal] = (await read(made.space, actor, (tx) => findPlan(tx, person))).goals
    await write(made.space, actor, (tx) =>
      editGoal(tx, whose, goal?.id ?? '', { version: 1, status: 'reached' }),
    )
    const told = write(made.space, actor, (tx) =>
      editContact(tx, whose, { version: 0, channel: 'sms', phone: '00 00 00 01' }),
    )
    await expect(told).rejects.toMatchObject({ status: 403 })
  })

  it('PER-05 an involvement that has ended shows nothing', async () => {
    const { person } = await written()
    const other = await organisation()
    const past = new Date(now.getTime() - 864e5)
    await makeInvolvement(made.space, {
      person,
      organisation: other,
      startsAt: new Date(past.getTime() - 864e5),
      endsAt: past,
    })
    expect(await rowsSeen(professionalActor(other), person)).toEqual(all(0))
  })

  it('INT-01 nothing of the plan can be deleted, and what is appended is never changed', async () => {
    const { person, actor } = await written()
    for (const table of tables) {
      const removal = write(made.space, actor, (tx) =>
        sql`DELETE FROM ${sql.table(`people.${table}`)} WHERE person_id = ${person}`.execute(tx),
      )
      await expect(removal, table).rejects.toMatchObject({ code: '42501' })
    }
    for (const [table, set] of [
      ['circumstance', `answer = 'no'`],
      ['assessment', `colour = 'green'`],
      ['progress', `words = 'x'`],
    ] as const) {
      const change = write(made.space, actor, (tx) =>
        sql`UPDATE ${sql.table(`people.${table}`)} SET ${sql.raw(set)} WHERE person_id = ${person}`.execute(
          tx,
        ),
      )
      await expect(change, table).rejects.toMatchObject({ code: '42501' })
    }
  })
})

describe('the one plan', () => {
  it('INT-01 a second plan is refused, also by somebody who may not see the first', async () => {
    const { person, actor, whose } = await written()
    const begin = { version: 0, wish: 'En ny', wishBy: 'person' } as const
    await expect(
      write(made.space, actor, (tx) => editPlan(tx, whose, begin)),
    ).rejects.toMatchObject({ code: 'people.stale-edit', current: { wish: 'Et sted at bo' } })
    const identity = await alsoInvolved(person, 'identity')
    await expect(
      write(made.space, identity.actor, (tx) => editPlan(tx, identity.whose, begin)),
    ).rejects.toMatchObject({ status: 409, code: 'people.plan-elsewhere' })
  })

  it('INT-01 PER-02 two records found to be one person have one plan to work on, the other linked', async () => {
    const { owner, person, actor, whose } = await written()
    const second = await makePerson(made.space, { organisation: owner })
    const other = { person: second, organisation: owner }
    await write(made.space, actor, (tx) =>
      editPlan(tx, other, { version: 0, wish: 'Arbejde', wishBy: 'person' }),
    )
    await made.ownerPool.query('UPDATE people.person SET merged_into = $1 WHERE id = $2', [
      person,
      second,
    ])
    const plan = await read(made.space, actor, (tx) => findPlan(tx, person))
    expect([plan.wish?.wish, plan.linked.map(({ wish }) => wish)]).toEqual([
      'Et sted at bo',
      ['Arbejde'],
    ])
    const third = await makePerson(made.space, { organisation: owner })
    await made.ownerPool.query('UPDATE people.person SET merged_into = $1 WHERE id = $2', [
      person,
      third,
    ])
    const begun = write(made.space, actor, (tx) =>
      editPlan(tx, { ...whose, person: third }, { version: 0, wish: 'Tredje', wishBy: 'person' }),
    )
    await expect(begun).rejects.toMatchObject({ code: 'people.stale-edit' })
    await write(made.space, actor, (tx) =>
      editPlan(tx, { ...whose, person: third }, { version: 1, coordinator: 'Lone' }),
    )
    expect(await read(made.space, actor, (tx) => findWish(tx, person))).toMatchObject({
      coordinator: 'Lone',
    })
  })

  it('INT-03 a goal goes last unless the person places it; words edited are the staff’s unless said otherwise', async () => {
    const { person, actor, whose } = await written()
    await write(made.space, actor, async (tx) => {
      await addGoal(tx, whose, { words: 'Sidst', wordsBy: 'person' })
      await addGoal(tx, whose, { words: 'Først', wordsBy: 'person', priority: 1 })
    })
    const { goals } = await read(made.space, actor, (tx) => findPlan(tx, person))
    expect(goals.map(({ words }) => words)).toEqual(['Sove inde', 'Først', 'Sidst'])
    const id = goals[0]?.id ?? ''
    await write(made.space, actor, (tx) =>
      editGoal(tx, whose, id, { version: 1, words: 'Bo alene' }),
    )
    const after = await read(made.space, actor, (tx) => findPlan(tx, person))
    expect(after.goals[0]).toMatchObject({ words: 'Bo alene', wordsBy: 'staff-view', version: 2 })
  })

  it('PER-05 a goal of somebody else cannot be named in a step, whether or not it exists', async () => {
    const one = await written()
    const two = await written()
    const [goal] = (await read(made.space, two.actor, (tx) => findPlan(tx, two.person))).goals
    for (const id of [goal?.id ?? '', '00000000-0000-4000-8000-000000000001']) {
      const added = write(made.space, one.actor, (tx) =>
        addStep(tx, one.whose, { words: 'x', owner: 'Ida', dueOn: '2030-01-01', goal: id }),
      )
      await expect(added).rejects.toMatchObject({ status: 422, code: 'people.goal-unknown' })
    }
  })

  it('DEV-03 only a human being signs: neither a machine’s token nor the application itself', async () => {
    const { actor, whose } = await written()
    const said = { colour: 'red', reasons: 'Beregnet' } as const
    const token: Actor = { ...actor, kind: 'token' }
    await expect(
      write(made.space, token, (tx) => signAssessment(tx, token, whose, said)),
    ).rejects.toMatchObject({ code: 'people.sign-yourself' })
    const system = write(made.space, asTest, (tx) =>
      sql`INSERT INTO people.assessment (person_id, organisation_id, colour, reasons, signed_by_name)
        VALUES (${whose.person}, ${whose.organisation}, 'red', 'Beregnet', 'Systemet')`.execute(tx),
    )
    await expect(system).rejects.toMatchObject({ code: '23514' })
  })

  it('DEV-03 a green and a risk note signed in the same moment do not pass each other', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { person, actor, whose } = await written()
      const sign = (said: Parameters<typeof signAssessment>[3]) =>
        write(made.space, actor, (tx) => signAssessment(tx, actor, whose, said))
      await Promise.allSettled([
        sign({ colour: 'red', reasons: 'Alvorligt', riskNote: 'Fald' }),
        sign({ colour: 'green', reasons: 'Går godt' }),
      ])
      const [newest] = await read(made.space, actor, (tx) => listAssessments(tx, person))
      if (newest?.colour === 'green') expect(newest.riskNote).toBeNull()
      else expect(newest).toMatchObject({ colour: 'red', riskNote: 'Fald' })
    }
  })

  it('PER-08 the plan for the person’s own copy says everything in plain words, without a telephone number', async () => {
    const { person, actor, whose } = await written()
    await write(made.space, actor, (tx) =>
      editContact(tx, whose, { version: 1, phone: '00 00 00 77', digital: 'no' }),
    )
    const copy = await read(made.space, actor, (tx) => planForCopy(tx, person, now))
    const said = sayPlan(copy, 'da')
      .flatMap(({ title, lines }) => [title, ...lines])
      .join('\n')
    for (const words of [
      'Et sted at bo',
      '1. Sove inde',
      'Ringe. Lone. Senest 1. januar 2030',
      'Opdigtet Café',
      'Trives ude',
      'Har hund: ja',
    ]) {
      expect(said).toContain(words)
    }
    expect(said).toContain('send aldrig Digital Post')
    expect(said).not.toContain('00 00 00 77')
    expect(await read(made.space, actor, (tx) => findContact(tx, person))).toMatchObject({
      via: 'Opdigtet Café',
      version: 2,
    })
  })
})
