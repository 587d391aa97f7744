import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import { msOfLocal } from '#kit/time/index.ts'
import { checkExtension, checkFacility, checkReport } from '../rules.ts'
import type { Unit } from '../schema.ts'
import { editable } from './parts.ts'
import { refusing } from './refusals.ts'
import { addService, type NewService, refusedService } from './service.ts'
import { touchService } from './topics.ts'

export interface NewFacility extends NewService {
  purpose: string
  startsOn: string
  plannedEnd: string | null
  responsibleManager: string
  responsiblePhone: string
  /** Places that it opens with, per kind. */
  places: { unit: Unit; total: number }[]
}

/**
 * Takes a sports hall, a closed nursing home or a hotel into use (CAP-02), with its places declared from the
 * first day. @throws `services.service-refused` without somebody responsible and their phone
 */
export const openTemporaryFacility = async (
  tx: Tx,
  actor: Actor,
  facility: NewFacility,
): Promise<{ id: string }> => {
  const errors = checkFacility(facility)
  if (facility.places.length === 0) {
    errors.push({ field: 'places', code: 'services.facility-places-needed' })
  } else {
    const counts = checkReport({ capacity: facility.places }, { nowMs: 0, critical: false })
    errors.push(
      ...counts.map((error) => ({ ...error, field: error.field.replace('capacity', 'places') })),
    )
  }
  if (errors.length > 0) throw refusedService(errors)
  const { id } = await addService(tx, actor, {
    ...facility,
    service: { ...facility.service, openedOn: facility.startsOn, closedOn: facility.plannedEnd },
  })
  await refusing(() =>
    sql`INSERT INTO services.temporary_facility
        (service_id, purpose, starts_on, planned_end, responsible_manager, responsible_phone)
      VALUES (${id}, ${facility.purpose.trim()}, ${facility.startsOn}::date, ${facility.plannedEnd}::date,
        ${facility.responsibleManager.trim()}, ${facility.responsiblePhone.trim()})`.execute(tx),
  )
  const said = JSON.stringify({
    at: new Date(msOfLocal(facility.startsOn)),
    capacity: facility.places,
  })
  await refusing(() => sql`SELECT services.append_report(${id}, ${said})`.execute(tx))
  return { id }
}

/**
 * Makes a temporary or seasonal scheme last longer, by a named authority (CAP-06).
 * @throws `services.service-refused` where the new end is not after the old one
 */
export const extendFacility = async (
  tx: Tx,
  actor: Actor,
  id: string,
  input: { newEnd: string; authority: string; decidedOn: string },
): Promise<void> => {
  const service = await editable(tx, actor, id)
  const { rows } = await sql<{ plannedEnd: string | null }>`
    SELECT planned_end FROM services.temporary_facility WHERE service_id = ${id} FOR UPDATE`.execute(
    tx,
  )
  const [facility] = rows
  if (!facility) throw invalid('services.not-temporary')
  const errors = checkExtension({ ...input, oldEnd: facility.plannedEnd })
  if (errors.length > 0) throw refusedService(errors)
  await refusing(async () => {
    await sql`INSERT INTO services.extension (service_id, old_end, new_end, authority, decided_on)
      VALUES (${id}, ${facility.plannedEnd}::date, ${input.newEnd}::date, ${input.authority.trim()},
        ${input.decidedOn}::date)`.execute(tx)
    await sql`UPDATE services.temporary_facility SET planned_end = ${input.newEnd}::date
      WHERE service_id = ${id}`.execute(tx)
    await sql`UPDATE services.service SET closed_on = ${input.newEnd}::date, version = version + 1
      WHERE id = ${id}`.execute(tx)
  })
  await touchService(tx, id, service.municipality)
}
