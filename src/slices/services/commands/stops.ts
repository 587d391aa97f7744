import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { forbidden, invalid, notFound } from '#kit/errors/index.ts'
import { isDate, weekdayOf } from '#kit/time/index.ts'
import { mayReport } from '../policy.ts'
import { getService } from '../queries.ts'
import { checkStop, type StopInput } from '../rules.ts'
import { editable } from './parts.ts'
import { refusing } from './refusals.ts'
import { touchService } from './topics.ts'

const refusedStop = (errors: Parameters<typeof invalid>[2]) =>
  invalid('services.service-refused', {}, errors)

/**
 * Plans a weekly stop of a mobile service (DIR-10).
 * @throws `services.service-refused` where it overlaps another of the same vehicle, is too long or too often
 */
export const addStop = async (
  tx: Tx,
  actor: Actor,
  id: string,
  stop: StopInput & { lat?: number | null; lon?: number | null },
): Promise<{ id: string }> => {
  const service = await editable(tx, actor, id)
  if (service.visibility !== 'public') throw invalid('services.stops-tell-where')
  for (const field of ['validFrom', 'validUntil'] as const) {
    const value = stop[field]
    if (value !== null && !isDate(value)) {
      throw refusedStop([
        { field, code: 'services.date-invalid', params: { value: value.slice(0, 40) } },
      ])
    }
  }
  const others = await sql<StopInput>`
    SELECT place, municipality, weekday, start_minute, end_minute, lower(valid)::text AS valid_from,
      (upper(valid) - 1)::text AS valid_until
    FROM services.stop WHERE service_id = ${id}`.execute(tx)
  const errors = checkStop(stop, others.rows)
  if (errors.length > 0) throw refusedStop(errors)
  const { rows } = await refusing(() =>
    sql<{ id: string }>`
      INSERT INTO services.stop (service_id, place, municipality, lat, lon, weekday, start_minute, end_minute, valid)
      VALUES (${id}, ${stop.place}, ${stop.municipality}, ${stop.lat ?? null}, ${stop.lon ?? null}, ${stop.weekday},
        ${stop.startMinute}, ${stop.endMinute}, daterange(${stop.validFrom}::date, ${stop.validUntil}::date, '[]'))
      RETURNING id`.execute(tx),
  )
  await touchService(tx, id, service.municipality)
  if (stop.municipality !== service.municipality) await touchService(tx, id, stop.municipality)
  return { id: (rows[0] as { id: string }).id }
}

/**
 * Cancels one date of a stop with the reason, or moves it to another hour. The service's own staff may:
 * the one at the wheel knows first.
 * @throws `services.service-refused` where the stop does not stand there that day
 */
export const cancelStop = async (
  tx: Tx,
  actor: Actor,
  stopId: string,
  change: { date: string; reason: string; moved?: { startMinute: number; endMinute: number } },
): Promise<void> => {
  const { rows } = await sql<{
    service: string
    weekday: number
    validFrom: string | null
    validUntil: string | null
  }>`
    SELECT service_id AS service, weekday, lower(valid)::text AS valid_from,
      (upper(valid) - 1)::text AS valid_until
    FROM services.stop WHERE id::text = ${stopId}`.execute(tx)
  const [found] = rows
  if (!found) throw notFound('services.stop-not-found')
  const service = await getService(tx, found.service)
  if (!mayReport(actor, service)) throw forbidden('services.not-yours')
  if (!isDate(change.date)) {
    const params = { value: change.date.slice(0, 40) }
    throw refusedStop([{ field: 'date', code: 'services.date-invalid', params }])
  }
  // Another day than the stop's would be kept and change nothing: the public would still read "open".
  if (
    weekdayOf(change.date) !== found.weekday ||
    (found.validFrom !== null && change.date < found.validFrom) ||
    (found.validUntil !== null && change.date > found.validUntil)
  ) {
    throw refusedStop([{ field: 'date', code: 'services.stop-not-that-day' }])
  }
  if (change.moved && change.moved.endMinute <= change.moved.startMinute) {
    throw refusedStop([{ field: 'moved.endMinute', code: 'services.stop.end-before-start' }])
  }
  if (change.reason.trim() === '') {
    throw refusedStop([{ field: 'reason', code: 'services.stop-reason-needed' }])
  }
  const { moved } = change
  await refusing(() =>
    sql`INSERT INTO services.stop_change (stop_id, on_date, cancelled, reason, start_minute, end_minute)
      VALUES (${stopId}, ${change.date}::date, ${moved === undefined}, ${change.reason.trim()},
        ${moved?.startMinute ?? null}, ${moved?.endMinute ?? null})
      ON CONFLICT (stop_id, on_date) DO UPDATE SET cancelled = excluded.cancelled, reason = excluded.reason,
        start_minute = excluded.start_minute, end_minute = excluded.end_minute`.execute(tx),
  )
  await touchService(tx, service.id, service.municipality)
}
