import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { type Space, write } from '#kit/db/index.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { addTestService } from '#slices/services/factory.ts'
import { openPathway } from '../engine/commands.ts'
import { givePlace } from '../places/give.ts'
import { termsOf } from '../places/queries.ts'
import type { House } from '../places/schema.ts'

/** Fictional houses with beds, for tests. */

const asTest = systemActor('test')

export interface TestHouse {
  service: string
  organisation: string
  beds: string[]
  /** A social professional of the house, its leader, and its nurse. */
  worker: Actor
  leader: Actor
  nurse: Actor
}

/** A house with so many beds of one kind; 14 days at most unless told. */
export const makeHouse = async (
  space: Space,
  made: {
    name?: string
    beds?: number
    unit?: string
    kind?: string
    maxStayDays?: number | null
    entry?: string
    houseRules?: string[]
    municipality?: string
    eligibility?: Parameters<typeof addTestService>[1] extends infer M
      ? M extends { eligibility?: infer E }
        ? E
        : never
      : never
    terms?: Partial<Pick<House, 'demands' | 'refuses' | 'staffHours' | 'holdHours' | 'gateService'>>
  } = {},
): Promise<TestHouse> =>
  write(space, asTest, async (tx) => {
    const unit = made.unit ?? 'respite'
    const { id, organisation } = await addTestService(tx, {
      kind: made.kind ?? 'respite-care-centre',
      needs: [unit === 'respite' ? 'respite' : 'overnight'],
      ...(made.name === undefined ? {} : { name: made.name }),
      ...(made.municipality === undefined ? {} : { municipality: made.municipality }),
      ...(made.eligibility === undefined ? {} : { eligibility: made.eligibility }),
    })
    await sql`UPDATE services.service SET max_stay_days = ${made.maxStayDays === undefined ? 14 : made.maxStayDays},
      entry = ${made.entry ?? 'referral'}, house_rules = ${made.houseRules ?? []}::text[], sector = 'ngo' WHERE id = ${id}`.execute(
      tx,
    )
    const beds: string[] = []
    for (let n = 1; n <= (made.beds ?? 1); n++) {
      const bed = randomUUID()
      beds.push(bed)
      await sql`INSERT INTO pathways.bed (id, service_id, organisation_id, unit, label)
        VALUES (${bed}, ${id}, ${organisation}, ${unit}, ${`Værelse ${n}`})`.execute(tx)
    }
    if (made.terms) {
      const {
        demands = [],
        refuses = [],
        staffHours = null,
        holdHours = 24,
        gateService = null,
      } = made.terms
      await sql`INSERT INTO pathways.house (service_id, organisation_id, demands, refuses, staff_hours, hold_hours, gate_service_id)
        VALUES (${id}, ${organisation}, ${demands}::text[], ${refuses}::text[], ${staffHours}, ${holdHours}, ${gateService})`.execute(
        tx,
      )
    }
    return {
      service: id,
      organisation,
      beds,
      worker: professionalActor(organisation, 'social-professional'),
      leader: professionalActor(organisation, 'social-professional', 'leader'),
      nurse: professionalActor(organisation, 'health-professional'),
    }
  })

/** Gives a new fictional person a place in the house; null where nothing is free. Days are Danish days. */
export const giveTestPlace = async (
  space: Space,
  house: TestHouse,
  asked: {
    from: string
    until: string
    arrived?: boolean
    person?: string
    name?: string
    bed?: string
    isolation?: Parameters<typeof givePlace>[4]['isolation']
    now?: Date
  },
): Promise<{ stay: string; person: string; pathway: string; until: string } | null> => {
  const now = asked.now ?? new Date()
  const person =
    asked.person ??
    (await makePerson(space, {
      organisation: house.organisation,
      ...(asked.name === undefined ? {} : { name: asked.name }),
    }))
  return write(space, house.worker, async (tx) => {
    const terms = await termsOf(tx, house.service, now)
    const pathway = await openPathway(
      tx,
      house.worker,
      {
        person,
        definition: 'respite-stay',
        organisation: house.organisation,
        service: house.service,
      },
      now,
    )
    const given = await givePlace(
      tx,
      space,
      house.worker,
      terms,
      {
        pathway: pathway.id,
        person,
        from: asked.from,
        until: asked.until,
        arrivedAt: asked.arrived ? now : null,
        decidedBy: house.worker.name,
        isolation: asked.isolation ?? null,
        ...(asked.bed === undefined ? {} : { bed: asked.bed }),
      },
      now,
    )
    return given === null
      ? null
      : { stay: given.stay, person, pathway: pathway.id, until: given.until }
  })
}

/** Puts an end to a promise that has run out, as time would. */
export const runOut = async (space: Space, stay: string): Promise<void> => {
  await write(space, asTest, (tx) =>
    sql`UPDATE pathways.stay SET reserved_until = now() - interval '1 minute' WHERE id = ${stay} AND status = 'reserved'`.execute(
      tx,
    ),
  )
}
