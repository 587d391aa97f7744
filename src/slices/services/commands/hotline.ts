import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '#kit/auth/actor.ts'
import { type Tx, touch } from '#kit/db/index.ts'
import { conflict, type FieldError, invalid, notFound } from '#kit/errors/index.ts'
import { isDate } from '#kit/time/index.ts'
import { checkHours } from '../directory/input.ts'
import { mayKeepHotline } from '../policy.ts'
import { findHotline } from '../queries.ts'
import { checkPhone, normalPhone, parseHours } from '../rules.ts'
import { audiences, municipalityCode } from '../schema.ts'
import { notYours, refusing } from './refusals.ts'

export const hotlineInput = z.object({
  name: z.string().trim().min(2).max(200),
  topic: z.string().trim().max(300).nullish(),
  audience: z.enum(audiences),
  phones: z.array(z.string().trim().min(1).max(40)).min(1).max(10),
  email: z.email().max(254).nullish(),
  owner: z.string().trim().max(200).nullish(),
  municipality: municipalityCode.nullish(),
  openingHours: z.string().trim().max(300).nullish(),
  escalationStep: z.number().int().min(1).max(9).default(1),
  acute: z.boolean().default(false),
  documentedFrom: z.string(),
  validUntil: z.string().nullish(),
})
export type HotlineInput = z.input<typeof hotlineInput>

const readHotline = (input: HotlineInput) => {
  const line = hotlineInput.parse(input)
  const errors: FieldError[] = []
  line.phones.forEach((phone, index) => {
    const problem = checkPhone(phone)
    if (problem) errors.push({ field: `phones.${index}`, ...problem })
  })
  const hours = line.openingHours || null
  const problem = checkHours(hours)
  if (problem) errors.push({ field: 'openingHours', ...problem })
  for (const field of ['documentedFrom', 'validUntil'] as const) {
    const value = line[field]
    if (value != null && !isDate(value)) {
      errors.push({ field, code: 'services.date-invalid', params: { value: value.slice(0, 40) } })
    }
  }
  if (errors.length === 0 && line.validUntil != null && line.validUntil < line.documentedFrom) {
    errors.push({ field: 'validUntil', code: 'services.closed-before-opened' })
  }
  // The first to ask comes first: the last step alone would send people past it (HOT-03).
  if (errors.length > 0) throw invalid('services.hotline-refused', {}, errors)
  return {
    name: line.name,
    topic: line.topic || null,
    audience: line.audience,
    phones: line.phones.map((phone) => normalPhone(phone) ?? phone),
    email: line.email ?? null,
    owner: line.owner || null,
    municipality: line.municipality ?? null,
    openingHours: hours === null ? null : parseHours(hours).canonical,
    escalationStep: line.escalationStep,
    acute: line.acute,
    documentedFrom: line.documentedFrom,
    validUntil: line.validUntil ?? null,
  }
}

/**
 * Adds a telephone line (HOT-01).
 * @throws `services.hotline-refused` for a wrong number or hours at 25:00; `services.hotline-no-first-step`
 *   for a second step for an audience that has nobody to ask first (HOT-03)
 */
export const addHotline = async (
  tx: Tx,
  actor: Actor,
  input: HotlineInput,
): Promise<{ id: string }> => {
  const row = readHotline(input)
  if (!mayKeepHotline(actor, row.municipality)) throw notYours()
  await needsFirstStep(tx, row)
  const { id } = await refusing(() =>
    tx.insertInto('services.hotline').values(row).returning('id').executeTakeFirstOrThrow(),
  )
  touch(tx, 'directory', 'hotlines')
  return { id }
}

/** Edits a line. @throws `services.hotline-stale` (409) where somebody edited it meanwhile (rule 9) */
export const editHotline = async (
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  input: HotlineInput,
): Promise<void> => {
  const row = readHotline(input)
  const before = await findHotline(tx, id)
  if (!before) throw notFound('services.hotline-not-found')
  if (!mayKeepHotline(actor, before.municipality) || !mayKeepHotline(actor, row.municipality)) {
    throw notYours()
  }
  await needsFirstStep(tx, row, id)
  const done = await refusing(() =>
    tx
      .updateTable('services.hotline')
      .set({ ...row, version: version + 1 })
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst(),
  )
  if (done.numUpdatedRows === 0n) throw conflict('services.hotline-stale', { name: before.name })
  touch(tx, 'directory', 'hotlines')
}

/** Whoever is sent on to a second number has had a first one to ask (HOT-03). */
const needsFirstStep = async (
  tx: Tx,
  row: ReturnType<typeof readHotline>,
  itself: string | null = null,
): Promise<void> => {
  if (row.escalationStep === 1) return
  const { rows } = await sql`
    SELECT 1 FROM services.hotline WHERE audience = ${row.audience} AND escalation_step < ${row.escalationStep}
      AND id IS DISTINCT FROM ${itself}::uuid
      AND (valid_until IS NULL OR valid_until >= ${row.documentedFrom}::date) LIMIT 1`.execute(tx)
  if (rows.length === 0) throw invalid('services.hotline-no-first-step')
}
