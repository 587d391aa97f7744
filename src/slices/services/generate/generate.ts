import { sql } from 'kysely'
import { systemActor } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch, write } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { localDate } from '#kit/time/index.ts'
import {
  listMunicipalities,
  loadOrganisations,
  loadTerritory,
  organisationId,
} from '#slices/territory/index.ts'
import { type Centre, type MadeReport, type MadeService, makeReport, makeService } from './made.ts'
import { createRandom } from './random.ts'

export interface Wish {
  services: number
  reports: number
  seed: number
  /** The newest report is about this old: the 30 days end here. */
  now: Date
  say?: (message: string) => void
}

const DAY_MS = 86_400_000
const DAYS = 30
const BATCH = 5_000
const SERVICES_PER_ORGANISATION = 40

const system = systemActor('generate')
const json = (value: unknown): string => JSON.stringify(value)

/**
 * Fills a space with synthetic services and reports of the last 30 days, marked as such: the same ones for
 * the same numbers, seed and time. Written as every write is, in batches: bound by constraints and
 * leaving changes, so that the log still verifies. A batch that is there already is not added twice.
 */
export const generate = async (
  space: Space,
  wish: Wish,
): Promise<{ services: number; reports: number }> => {
  if (wish.reports > 0 && wish.services === 0) throw invalid('services.generate-no-services')
  const random = createRandom(wish.seed)
  const centres = await prepare(space, wish)
  const organisations = organisationKeys(wish).map(organisationId)
  const since = new Date(wish.now.getTime() - (DAYS + 1) * DAY_MS).toISOString()
  const services = Array.from({ length: wish.services }, (_, n) =>
    makeService(random, n + 1, random.pick(centres), random.pick(organisations), since),
  )
  let added = 0
  for (let from = 0; from < services.length; from += BATCH) {
    added += await write(space, system, (tx) => addServices(tx, services.slice(from, from + BATCH)))
  }
  wish.say?.(`${added} synthetic services`)
  // Closer together towards now, so that most are fresh. Each reports once first, so that none is left out.
  const moments = Array.from({ length: wish.reports }, () => random.next() ** 0.25)
    .sort((a, b) => a - b)
    .map((share) => wish.now.getTime() - (1 - share) * DAYS * DAY_MS)
  let reported = 0
  for (let from = 0; from < moments.length; from += BATCH) {
    const made = moments.slice(from, from + BATCH).map((at, index) => {
      const turn = from + index
      const service = services[turn < services.length ? turn : random.below(services.length)]
      return makeReport(random, service as MadeService, at)
    })
    reported += await write(space, system, (tx) => addReports(tx, made))
    if ((from / BATCH) % 10 === 0) wish.say?.(`${reported} reports`)
  }
  await write(space, system, async (tx) => touch(tx, 'directory'))
  return { services: added, reports: reported }
}

const organisationKeys = ({ services, seed }: Wish): string[] =>
  Array.from(
    { length: Math.max(1, Math.ceil(services / SERVICES_PER_ORGANISATION)) },
    (_, n) => `synthetic-${seed}-${n + 1}`,
  )

const prepare = async (space: Space, wish: Wish): Promise<Centre[]> => {
  const date = localDate(wish.now.getTime())
  await write(space, system, async (tx) => {
    if ((await listMunicipalities(tx, date)).length === 0) await loadTerritory(tx)
    await loadOrganisations(
      tx,
      organisationKeys(wish).map((key, n) => ({
        key,
        name: `Syntetisk organisation ${wish.seed}-${n + 1}`,
        kind: 'ngo',
        fictional: true,
        source: { document: 'synthetic', note: 'Made by the generator' },
      })),
    )
  })
  return listMunicipalities(space.db, date)
}

const addServices = async (tx: Tx, services: MadeService[]): Promise<number> => {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO services.service (id, name, kind, organisation_id, sector, setting, municipality, needs,
      target_groups, languages, entry, referrers, opening_hours, phone, house_rules, barriers_assessed,
      status_limit_hours, capacity_limit_hours, fictional, synthetic, recorded_at, version)
    SELECT id, name, kind, organisation_id, sector, setting, municipality, needs, target_groups, languages, entry,
      referrers, opening_hours, phone, house_rules, barriers_assessed, status_limit_hours, capacity_limit_hours,
      fictional, synthetic, recorded_at, version
    FROM jsonb_populate_recordset(NULL::services.service, ${json(services.map(({ row }) => row))}::jsonb)
    ON CONFLICT (id) DO NOTHING RETURNING id`.execute(tx)
  await sql`
    INSERT INTO services.location
    SELECT * FROM jsonb_populate_recordset(NULL::services.location, ${json(services.map(({ location }) => location))}::jsonb)
    ON CONFLICT DO NOTHING`.execute(tx)
  await sql`
    INSERT INTO services.eligibility
    SELECT * FROM jsonb_populate_recordset(NULL::services.eligibility, ${json(services.flatMap(({ eligibility }) => eligibility))}::jsonb)
    ON CONFLICT DO NOTHING`.execute(tx)
  return rows.length
}

const addReports = async (tx: Tx, reports: MadeReport[]): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    WITH said AS (
      SELECT * FROM jsonb_to_recordset(${json(reports)}::jsonb) AS s(id uuid, service_id uuid, status text, reason text,
        at timestamptz, recorded_at timestamptz, unit text, total int, occupied int)),
    told AS (
      INSERT INTO services.report (id, service_id, status, reason, at, recorded_at, fictional)
      SELECT id, service_id, status, reason, at, recorded_at, true FROM said ORDER BY at
      ON CONFLICT (id) DO NOTHING RETURNING id, service_id, at, recorded_at, seq),
    counted AS (
      INSERT INTO services.capacity_report (report_id, service_id, unit, total, occupied, at, recorded_at, seq)
      SELECT t.id, t.service_id, s.unit, s.total, s.occupied, t.at, t.recorded_at, t.seq
      FROM told t JOIN said s ON s.id = t.id WHERE s.unit IS NOT NULL)
    SELECT count(*)::int AS n FROM told`.execute(tx)
  return rows[0]?.n ?? 0
}
