import { sql } from 'kysely'
import type { z } from 'zod'
import type { Actor } from '#kit/auth/actor.ts'
import type { Space, Tx } from '#kit/db/index.ts'
import { conflict, forbidden, invalid, notFound, VaernError } from '#kit/errors/index.ts'
import { refusing } from '#slices/people/index.ts'
import { findService, getService, listServices, parseHours } from '#slices/services/index.ts'
import { leads, worksFor } from '../policy.ts'
import { inTurn } from './give.ts'
import { tellPlaces } from './live.ts'
import type { bedInput, houseInput } from './schema.ts'

/** The service, for a leader of its organisation. @throws forbidden `pathways.leader-only` */
const ledBy = async (tx: Tx, actor: Actor, serviceId: string) => {
  const service = await getService(tx, serviceId)
  if (!leads(actor, service.organisation) && actor.kind !== 'system')
    throw forbidden('pathways.leader-only')
  return service
}

/** Registers a room or bed, by a leader of the house (CAP-01). @throws invalid `pathways.bed-name-used` */
export const addBed = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  serviceId: string,
  input: z.output<typeof bedInput>,
): Promise<{ id: string }> => {
  const service = await ledBy(tx, actor, serviceId)
  await inTurn(tx, serviceId)
  const { rows } = await refusing(
    () =>
      sql<{ id: string }>`INSERT INTO pathways.bed (service_id, organisation_id, unit, label)
        VALUES (${serviceId}, ${service.organisation}, ${input.unit}, ${input.label}) RETURNING id`.execute(
        tx,
      ),
    { bed_service_id_label_key: 'pathways.bed-name-used' },
  )
  await tellPlaces(tx, space, serviceId)
  return { id: rows[0]?.id ?? '' }
}

/** Takes a bed out of use, or into use again. @throws invalid `pathways.bed-in-use` while somebody has it */
export const setBedOpen = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  asked: { service: string; bed: string; open: boolean },
  now: Date,
): Promise<void> => {
  await ledBy(tx, actor, asked.service)
  await inTurn(tx, asked.service)
  const { numAffectedRows } = await refusing(() =>
    sql`UPDATE pathways.bed SET closed_at = ${asked.open ? null : now}::timestamptz
      WHERE id = ${asked.bed} AND service_id = ${asked.service}`.execute(tx),
  )
  if (numAffectedRows !== 1n) throw notFound('pathways.bed-not-found')
  await tellPlaces(tx, space, asked.service)
}

const GATES_SHOWN = 6

/**
 * The service that a leader names as the gate to theirs (REF-07): by its whole name, or by words that only one has.
 * @returns null where nothing was typed
 * @throws invalid `pathways.gate-unknown`, or `pathways.gate-which` with the names, on the field
 */
export const gateNamed = async (
  tx: Tx,
  serviceId: string,
  typed: string,
  now: Date,
): Promise<string | null> => {
  const q = typed.trim()
  if (q === '') return null
  const { services } = await listServices(tx, { municipalities: null, q, at: now, limit: 200 })
  const others = services.filter(({ id }) => id !== serviceId)
  const same = others.filter(({ name }) => name.toLowerCase() === q.toLowerCase())
  const found = same.length > 0 ? same : others
  const [only] = found
  if (only && found.length === 1) return only.id
  const code = only ? 'pathways.gate-which' : 'pathways.gate-unknown'
  const names = found.slice(0, GATES_SHOWN).map((one) => `${one.name} (${one.organisationName})`)
  throw invalid('pathways.gate-refused', {}, [
    { field: 'gate', code, params: { names: names.join(', ') } },
  ])
}

/** @throws invalid as `parseHours`, at the field */
const checkStaffHours = (text: string): void => {
  try {
    parseHours(text)
  } catch (error) {
    if (!(error instanceof VaernError)) throw error
    const { code, params } = error
    throw invalid(code, params, [{ field: 'staffHours', code, params }])
  }
}

/**
 * The house's own terms: what it asks of who stays, when staff is there, how long it takes to answer.
 * @throws conflict `pathways.house-moved-on` where somebody changed them since they were read; invalid where
 *   the hours cannot be read
 */
export const setHouse = async (
  tx: Tx,
  _space: Space,
  actor: Actor,
  serviceId: string,
  input: z.output<typeof houseInput>,
): Promise<{ version: number }> => {
  const service = await ledBy(tx, actor, serviceId)
  if (input.staffHours !== null) checkStaffHours(input.staffHours)
  if (input.gateService !== null && !(await findService(tx, input.gateService))) {
    throw notFound('services.not-found')
  }
  const { rows } = await refusing(() =>
    sql<{ version: number }>`
      INSERT INTO pathways.house AS h (service_id, organisation_id, demands, refuses, staff_hours, answer_hours, hold_hours,
        quiet_days, gate_service_id)
      SELECT ${serviceId}, ${service.organisation}, ${input.demands}::text[], ${input.refuses}::text[], ${input.staffHours},
        ${input.answerHours}, ${input.holdHours}, ${input.quietDays}, ${input.gateService}
      ON CONFLICT (service_id) DO UPDATE SET demands = EXCLUDED.demands, refuses = EXCLUDED.refuses,
        staff_hours = EXCLUDED.staff_hours, answer_hours = EXCLUDED.answer_hours, hold_hours = EXCLUDED.hold_hours,
        quiet_days = EXCLUDED.quiet_days, gate_service_id = EXCLUDED.gate_service_id, recorded_at = now(),
        recorded_by = kit.actor(), version = h.version + 1
      WHERE h.version = ${input.version}
      RETURNING version`.execute(tx),
  )
  if (!rows[0]) throw conflict('pathways.house-moved-on')
  return rows[0]
}

/** Somebody in the house has looked: the beds are as they stand here. The directory hears it as fresh. */
export const confirmBeds = async (
  tx: Tx,
  space: Space,
  actor: Actor,
  serviceId: string,
): Promise<void> => {
  const service = await getService(tx, serviceId)
  if (!worksFor(actor, service.organisation)) throw forbidden('people.not-involved')
  await tellPlaces(tx, space, serviceId)
}
