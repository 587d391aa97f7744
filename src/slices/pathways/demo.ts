import { z } from 'zod'
import type { Actor, PersonRole } from '#kit/auth/actor.ts'
import { stableId } from '#kit/data/index.ts'
import { type Space, type Tx, write } from '#kit/db/index.ts'
import { addDays, localDate, msOfLocal } from '#kit/time/index.ts'
import { registerPerson } from '#slices/people/index.ts'
import { units } from '#slices/services/index.ts'
import { organisationId } from '#slices/territory/index.ts'
import { stopClocks } from './engine/clocks.ts'
import { move, openPathway } from './engine/commands.ts'
import { givePlace } from './places/give.ts'
import { addBed, setHouse } from './places/house.ts'
import { termsOf } from './places/queries.ts'
import { houseInput } from './places/schema.ts'

/** Rows of `data/demo/houses.json`: a house's rooms, its own terms, and the fictional people who live there. */
export const houseRow = z.strictObject({
  service: z.string(),
  organisation: z.string(),
  /** Key of the account that leads the house and decides there. */
  leader: z.string(),
  kind: z.enum(['respite-stay', 'shelter-stay']),
  unit: z.enum(units),
  beds: z.array(z.string()).min(1),
  terms: houseInput.omit({ version: true }),
  residents: z.array(
    z.strictObject({
      alias: z.string(),
      bed: z.string(),
      nightsAgo: z.number().int().min(0),
      nights: z.number().int().min(1),
    }),
  ),
})
export type HouseRow = z.output<typeof houseRow>

/** Somebody of the demonstration who acts as they would over the pages. */
const actorOf = (row: HouseRow, name: string): Actor => {
  const roles: PersonRole[] = ['social-professional', 'leader']
  const organisation = organisationId(row.organisation)
  return {
    kind: 'person',
    id: stableId('account', row.leader),
    name,
    organisation,
    grants: roles.map((role) => ({
      role,
      space: 'live',
      organisation,
      service: null,
      area: null,
      municipalities: null,
    })),
  }
}

/** When people came: in the afternoon. */
const ARRIVAL_MINUTE = 15 * 60

/**
 * Fills the fictional houses by the same commands as the pages, each by its own leader, so that rights, rules and
 * the log are as they would be. @param names what the leaders' accounts are called, by key
 */
export const loadDemoHouses = async (
  space: Space,
  rows: readonly HouseRow[],
  names: ReadonlyMap<string, string>,
  now: Date,
): Promise<void> => {
  for (const row of rows) {
    const actor = actorOf(row, names.get(row.leader) ?? row.leader)
    const service = stableId('service', row.service)
    await write(space, actor, async (tx) => {
      await setHouse(tx, space, actor, service, { ...row.terms, version: 0 })
      const beds = new Map<string, string>()
      for (const label of row.beds) {
        const { id } = await addBed(tx, space, actor, service, { unit: row.unit, label })
        beds.set(label, id)
      }
      for (const resident of row.residents) {
        await moveIn(tx, space, actor, row, resident, beds.get(resident.bed) ?? null, now)
      }
    })
  }
}

/** Somebody who came some nights ago, at three in the afternoon, and is still there. */
const moveIn = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  row: HouseRow,
  resident: HouseRow['residents'][number],
  bed: string | null,
  now: Date,
): Promise<void> => {
  const service = stableId('service', row.service)
  const organisation = organisationId(row.organisation)
  const from = addDays(localDate(now.getTime()), -resident.nightsAgo)
  const arrivedAt = new Date(Math.min(msOfLocal(from, ARRIVAL_MINUTE), now.getTime()))
  const { id: person } = await registerPerson(tx, actor, { alias: resident.alias }, organisation)
  const { id: pathway } = await openPathway(
    tx,
    actor,
    { person, definition: row.kind, organisation, service },
    arrivedAt,
  )
  if (row.kind === 'shelter-stay') {
    const said = { 'decided-by': actor.name, approach: 'own', 'acute-need': 'yes' }
    await move(tx, actor, { pathway, transition: 'admit', said, at: arrivedAt }, now)
  }
  await givePlace(
    tx,
    space,
    actor,
    await termsOf(tx, service, now),
    {
      pathway,
      person,
      bed,
      from,
      until: addDays(from, resident.nights),
      arrivedAt,
      decidedBy: actor.name,
    },
    now,
  )
  await move(tx, actor, { pathway, transition: 'arrive', at: arrivedAt, part: 'stay' }, now)
  // Whoever has been there for a while has been reported to the municipality.
  if (resident.nightsAgo > 4) {
    await stopClocks(tx, actor, { pathway, kind: 'municipality-notice' }, 'sent', now)
  }
}
