import { sql } from 'kysely'
import { z } from 'zod'
import { roles, systemActor } from '#kit/auth/actor.ts'
import type { Config } from '#kit/config/index.ts'
import { checksumOf, readRows } from '#kit/data/index.ts'
import { type NewSpace, type Space, type Spaces, type Tx, write } from '#kit/db/index.ts'
import { localDate } from '#kit/time/index.ts'
import { loadDemoAccounts } from '#slices/access/index.ts'
import { houseRow, loadDemoHouses } from '#slices/pathways/index.ts'
import { loadHotlines, loadServices } from '#slices/services/load.ts'
import { refreshReports } from '#slices/services/load-reports.ts'
import { hotlineRow, serviceRow } from '#slices/services/load-rows.ts'
import { announcementRow, loadAnnouncements } from '#slices/situation/load.ts'
import {
  contactRow,
  loadContacts,
  loadOrganisations,
  loadTerritory,
  organisationRow,
  territoryFiles,
} from '#slices/territory/index.ts'

/** The worlds that data files fill: the territory everywhere, the case of March 2020, the demonstration. */

export const march2020: NewSpace = {
  name: 'march-2020',
  kind: 'case',
  title: { da: 'Marts 2020', en: 'March 2020' },
  clock: { from: '2020-03-01T00:00:00+01:00', until: '2020-04-01T00:00:00+02:00' },
  demo: false,
}

const whatAndWhere = {
  organisation: z.string().optional(),
  service: z.string().optional(),
  area: z.string().optional(),
  space: z.string().optional(),
}

/** Rows of `data/demo/people.json`: one role, or several under `roles`. */
export const personRow = z
  .strictObject({
    key: z.string(),
    name: z.string(),
    role: z.enum(roles).optional(),
    ...whatAndWhere,
    roles: z.array(z.strictObject({ role: z.enum(roles), ...whatAndWhere })).optional(),
  })
  .refine((row) => row.role !== undefined || (row.roles?.length ?? 0) > 0, {
    path: ['role'],
    message: 'a person needs a role',
  })

/** The documents do not say since when; before the case's first moment is before any question. */
const KNOWN_BEFORE_MARCH = new Date('2020-01-01T00:00:00+01:00')
/** So that the demonstration can be wound back a month. */
const DEMO_KNOWN_DAYS = 30

const filesOf = (world: 'march-2020' | 'demo'): string[] =>
  world === 'demo'
    ? ['organisations', 'contacts', 'services', 'hotlines', 'announcements'].map(
        (name) => `demo/${name}.json`,
      )
    : ['organisations', 'services', 'hotlines', 'timeline'].map((name) => `march-2020/${name}.json`)

/**
 * Runs `load` unless `kit.space.loaded` says that these very files have been loaded; one transaction,
 * so that a world is loaded whole or not at all.
 * @returns true where it loaded.
 */
const once = (
  space: Space,
  name: string,
  files: string[],
  load: (tx: Tx) => Promise<void>,
): Promise<boolean> =>
  write(space, systemActor('load'), async (tx) => {
    const sum = checksumOf(...files)
    const { rows } = await sql<{ sum: string | null }>`
      SELECT loaded ->> ${name} AS sum FROM kit.space FOR UPDATE`.execute(tx)
    if (rows[0]?.sum === sum) return false
    await load(tx)
    await sql`UPDATE kit.space SET loaded = loaded || jsonb_build_object(${name}::text, ${sum}::text)`.execute(
      tx,
    )
    return true
  })

/** Regions, municipalities, health councils and organisations: every space needs them. */
export const loadGround = (space: Space): Promise<boolean> =>
  once(space, 'territory', territoryFiles, loadTerritory)

/** The facts of the documents, each known from its issue date and marked as reconstructed. */
export const loadMarch2020 = async (space: Space): Promise<boolean> => {
  await loadGround(space)
  return once(space, 'march-2020', filesOf('march-2020'), async (tx) => {
    const now = new Date(march2020.clock?.from ?? 0)
    const options = { now, knownFrom: KNOWN_BEFORE_MARCH, reconstructed: true }
    await loadOrganisations(tx, readRows('march-2020/organisations.json', organisationRow))
    await loadServices(tx, readRows('march-2020/services.json', serviceRow), options)
    await loadHotlines(tx, readRows('march-2020/hotlines.json', hotlineRow), options)
    await loadAnnouncements(tx, readRows('march-2020/timeline.json', announcementRow), {
      ...options,
      world: 'march-2020',
    })
  })
}

/** The made-up live world; its reports are reckoned from `now` at the first loading only. */
export const loadDemo = async (space: Space, now: Date): Promise<boolean> => {
  await loadGround(space)
  const loaded = await once(space, 'demo', filesOf('demo'), async (tx) => {
    const knownFrom = new Date(now.getTime() - DEMO_KNOWN_DAYS * 86_400_000)
    const options = { now, knownFrom, reconstructed: false }
    await loadOrganisations(tx, readRows('demo/organisations.json', organisationRow))
    await loadContacts(
      tx,
      readRows('demo/contacts.json', contactRow),
      localDate(knownFrom.getTime()),
    )
    await loadServices(tx, readRows('demo/services.json', serviceRow), options)
    await loadHotlines(tx, readRows('demo/hotlines.json', hotlineRow), options)
    await loadAnnouncements(tx, readRows('demo/announcements.json', announcementRow), {
      ...options,
      world: 'demo',
    })
  })
  // After the services are stored, since a role names a service that exists.
  const people = readRows('demo/people.json', personRow)
  await once(space, 'demo-people', ['demo/people.json'], () => loadDemoAccounts(space, people))
  if (loaded) {
    const names = new Map(people.map(({ key, name }) => [key, name]))
    await loadDemoHouses(space, readRows('demo/houses.json', houseRow), names, now)
  }
  return loaded
}

/** Makes the demonstration's reports anew where they have gone stale; for a scheduled job. Gives how many. */
export const refreshDemo = (space: Space, now: Date): Promise<number> =>
  write(space, systemActor('load'), (tx) =>
    refreshReports(tx, readRows('demo/services.json', serviceRow), now),
  )

/**
 * Fills what is to be filled at start: the territory in every space; in demonstration mode the live
 * world and the case March 2020, which is made where the server lets us make databases.
 */
export const loadWorlds = async (
  spaces: Spaces,
  config: Pick<Config, 'demo'>,
  say: (message: string) => void,
): Promise<void> => {
  const now = new Date()
  for (const space of spaces.all()) await loadGround(space)
  const { live } = spaces
  // A database that has begun its real life is never filled with made-up services.
  if (config.demo && live.demo) {
    if (await loadDemo(live, now))
      say('Loaded the demonstration: everything in the live world is made up.')
    else await refreshDemo(live, now)
  }
  if (config.demo && spaces.canCreate) await spaces.create(march2020)
  else if (config.demo && !spaces.get(march2020.name)) {
    say(
      'This database user may not create databases: there is only the live space, without March 2020.',
    )
  }
  const march = spaces.get(march2020.name)
  if (march && (await loadMarch2020(march))) say('Loaded the case March 2020 from the documents.')
}
