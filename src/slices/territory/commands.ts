import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Tx, touch } from '#kit/db/index.ts'
import { conflict, forbidden, invalid, notFound } from '#kit/errors/index.ts'
import { area, municipality, refusingOverlap, region, validPeriod } from './checks.ts'
import { mayAdminister } from './policy.ts'
import { getOrganisation } from './queries.ts'
import {
  type ContactInput,
  contactInput,
  type MandateInput,
  mandateInput,
  type Organisation,
  type OrganisationInput,
  organisationInput,
} from './schema.ts'

/** Writes of the territory. Each: policy, rules, rows, one transaction; topics `territory` and the organisation's. */

const admit = (actor: Actor, organisation: string | null): void => {
  if (!mayAdminister(actor, organisation)) throw forbidden()
}

const changed = (tx: Tx, organisation: string | null): void =>
  touch(tx, 'territory', ...(organisation === null ? [] : [`organisation:${organisation}`]))

/** Adds an organisation; administrators of everything only. */
export const addOrganisation = async (
  tx: Tx,
  actor: Actor,
  input: OrganisationInput,
): Promise<{ id: string }> => {
  admit(actor, null)
  const asked = organisationInput.parse(input)
  validPeriod(asked)
  await municipality(tx, asked.municipality)
  await region(tx, asked.region)
  if (asked.parentId !== null) await getOrganisation(tx, asked.parentId)
  const { rows } = await sql<{ id: string }>`
    INSERT INTO territory.organisation (name, kind, short_name, municipality, region, parent_id, valid)
    VALUES (${asked.name}, ${asked.kind}, ${asked.shortName}, ${asked.municipality}, ${asked.region},
      ${asked.parentId}, daterange(${asked.validFrom}::date, ${asked.validUntil}::date, '[]'))
    RETURNING id`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw notFound('territory.organisation-not-found')
  changed(tx, id)
  return { id }
}

/**
 * Edits an organisation.
 * @throws `territory.stale-edit` (409) where somebody has edited it since `version` was read (rule 9).
 */
export const editOrganisation = async (
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  input: OrganisationInput,
): Promise<Organisation> => {
  admit(actor, id)
  const asked = organisationInput.parse(input)
  validPeriod(asked)
  await municipality(tx, asked.municipality)
  await region(tx, asked.region)
  if (asked.parentId !== null) await notItsOwnAncestor(tx, id, asked.parentId)
  const { numAffectedRows } = await sql`
    UPDATE territory.organisation SET name = ${asked.name}, kind = ${asked.kind},
      short_name = ${asked.shortName}, municipality = ${asked.municipality}, region = ${asked.region},
      parent_id = ${asked.parentId},
      valid = daterange(${asked.validFrom}::date, ${asked.validUntil}::date, '[]'), version = version + 1
    WHERE id = ${id} AND version = ${version}`.execute(tx)
  if (numAffectedRows !== 1n) await refuseStale(tx, id, version)
  changed(tx, id)
  return getOrganisation(tx, id)
}

const notItsOwnAncestor = async (tx: Tx, id: string, parent: string): Promise<void> => {
  await getOrganisation(tx, parent)
  const { rows } = await sql`
    WITH RECURSIVE up AS (
      SELECT id, parent_id FROM territory.organisation WHERE id = ${parent}
      UNION SELECT o.id, o.parent_id FROM territory.organisation o JOIN up ON o.id = up.parent_id)
    SELECT 1 FROM up WHERE id = ${id}`.execute(tx)
  if (rows.length > 0) {
    throw invalid('territory.parent-circle', {}, [
      { field: 'parentId', code: 'territory.parent-circle' },
    ])
  }
}

const refuseStale = async (tx: Tx, id: string, version: number): Promise<never> => {
  const now = await getOrganisation(tx, id)
  throw now.version === version
    ? forbidden()
    : conflict('territory.stale-edit', { yours: version, current: now.version })
}

/** Ends an organisation on its last day; nothing is deleted. */
export const endOrganisation = async (
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  lastDay: string,
): Promise<Organisation> => {
  admit(actor, id)
  const now = await getOrganisation(tx, id)
  validPeriod({ validFrom: now.validFrom, validUntil: lastDay })
  const { numAffectedRows } = await sql`
    UPDATE territory.organisation SET valid = daterange(lower(valid), ${lastDay}::date, '[]'),
      version = version + 1
    WHERE id = ${id} AND version = ${version}`.execute(tx)
  if (numAffectedRows !== 1n) await refuseStale(tx, id, version)
  changed(tx, id)
  return getOrganisation(tx, id)
}

/**
 * Appoints a contact for a function, or a deputy for one (`deputyOf`).
 * The contact before steps down the day before the new one begins; one appointed contact per day.
 * @throws `territory.overlap` (422) where the new period runs into a later appointment.
 */
export const appointContact = async (
  tx: Tx,
  actor: Actor,
  input: ContactInput,
): Promise<{ id: string }> => {
  const asked = contactInput.parse(input)
  admit(actor, asked.organisationId)
  if ((asked.organisationId === null) === (asked.municipality === null)) {
    throw invalid('territory.contact-of-one', {}, [
      { field: 'municipality', code: 'territory.contact-of-one' },
    ])
  }
  if (asked.phone === null && asked.email === null) {
    throw invalid('territory.contact-unreachable', {}, [
      { field: 'phone', code: 'territory.contact-unreachable' },
    ])
  }
  validPeriod(asked)
  await municipality(tx, asked.municipality)
  if (asked.organisationId !== null) await getOrganisation(tx, asked.organisationId)
  if (asked.deputyOf === null) await stepDown(tx, asked)
  else await sameOffice(tx, { ...asked, deputyOf: asked.deputyOf })
  const rows = await refusingOverlap(tx, () =>
    sql<{ id: string }>`
      INSERT INTO territory.contact
        (organisation_id, municipality, function, name, phone, email, hours, deputy_of, valid)
      VALUES (${asked.organisationId}, ${asked.municipality}, ${asked.function}, ${asked.name},
        ${asked.phone}, ${asked.email}, ${asked.hours}, ${asked.deputyOf},
        daterange(${asked.validFrom}::date, ${asked.validUntil}::date, '[]'))
      RETURNING id`.execute(tx),
  )
  changed(tx, asked.organisationId)
  return { id: rows.rows[0]?.id ?? '' }
}

interface Office {
  organisationId: string | null
  municipality: string | null
  function: string
  validFrom: string
}

const stepDown = async (tx: Tx, office: Office): Promise<void> => {
  await sql`
    UPDATE territory.contact SET valid = daterange(lower(valid), ${office.validFrom}::date),
      version = version + 1
    WHERE organisation_id IS NOT DISTINCT FROM ${office.organisationId}
      AND municipality IS NOT DISTINCT FROM ${office.municipality}
      AND function = ${office.function} AND deputy_of IS NULL
      AND valid @> ${office.validFrom}::date AND lower(valid) < ${office.validFrom}::date`.execute(
    tx,
  )
}

const sameOffice = async (tx: Tx, office: Office & { deputyOf: string }): Promise<void> => {
  const { rows } = await sql`
    SELECT 1 FROM territory.contact
    WHERE id::text = ${office.deputyOf} AND deputy_of IS NULL AND function = ${office.function}
      AND organisation_id IS NOT DISTINCT FROM ${office.organisationId}
      AND municipality IS NOT DISTINCT FROM ${office.municipality}`.execute(tx)
  if (rows.length === 0) {
    throw invalid('territory.deputy-of-unknown', {}, [
      { field: 'deputyOf', code: 'territory.deputy-of-unknown' },
    ])
  }
}

/**
 * Records a mandate: who may decide what, where, from and until when, and who decided so (rule 4).
 * @throws `territory.overlap` (422) where the same person already holds it on one of the days.
 */
export const recordMandate = async (
  tx: Tx,
  actor: Actor,
  input: MandateInput,
): Promise<{ id: string }> => {
  const asked = mandateInput.parse(input)
  admit(actor, asked.organisationId)
  validPeriod(asked)
  await getOrganisation(tx, asked.organisationId)
  await area(tx, asked.area, asked.validFrom)
  const rows = await refusingOverlap(tx, () =>
    sql<{ id: string }>`
      INSERT INTO territory.mandate
        (person, account_id, organisation_id, matter, area, valid, decided_by, source)
      VALUES (${asked.person}, ${asked.accountId}, ${asked.organisationId}, ${asked.matter}, ${asked.area},
        daterange(${asked.validFrom}::date, ${asked.validUntil}::date, '[]'), ${asked.decidedBy}, ${asked.source})
      RETURNING id`.execute(tx),
  )
  changed(tx, asked.organisationId)
  return { id: rows.rows[0]?.id ?? '' }
}
