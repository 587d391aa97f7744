import { sql } from 'kysely'
import type { Db } from '#kit/db/index.ts'
import type { Look } from '../schema.ts'
import type { verdicts } from './schema.ts'

export interface Review {
  id: string
  person: string
  organisation: string
  account: string
  accountName: string
  reason: string
  openedAt: Date
  endsAt: Date
  reviewDue: Date
  reviewedAt: Date | null
  reviewedByName: string | null
  verdict: (typeof verdicts)[number] | null
  note: string | null
}

/** Emergency accesses: those not reviewed first, the longest due on top, then the newest 50 that were. */
export const listReviews = async (tx: Db, organisations: readonly string[]): Promise<Review[]> => {
  const { rows } = await sql<Review>`
    SELECT id, person_id AS person, organisation_id AS organisation, account_id AS account, account_name, reason,
      opened_at, ends_at, review_due, reviewed_at, reviewed_by_name, verdict, review_note AS note
    FROM people.break_glass
    WHERE organisation_id = ANY (${[...organisations]}::uuid[]) AND (reviewed_at IS NULL OR id IN (
      SELECT id FROM people.break_glass WHERE reviewed_at IS NOT NULL AND organisation_id = ANY (${[...organisations]}::uuid[])
      ORDER BY reviewed_at DESC LIMIT 50))
    ORDER BY reviewed_at IS NOT NULL, CASE WHEN reviewed_at IS NULL THEN review_due END, reviewed_at DESC`.execute(
    tx,
  )
  return rows
}

export interface Attempt {
  seq: number
  at: Date
  accountName: string
  organisation: string
  reason: string | null
}

/** Emergency accesses of 90 days that opened nobody, newest first: a wrong number, or somebody who tries numbers. */
export const failedAttempts = async (
  tx: Db,
  organisations: readonly string[],
): Promise<Attempt[]> => {
  const { rows } = await sql<Attempt>`
    SELECT seq, at, actor_name AS account_name, organisation_id AS organisation, reason FROM people.access_log
    WHERE what = 'break-glass' AND person_id IS NULL AND organisation_id = ANY (${[...organisations]}::uuid[])
      AND at > now() - interval '90 days'
    ORDER BY seq DESC LIMIT 200`.execute(tx)
  return rows
}

/** Codes of persons by id: those with whom the officer's organisation is or was involved. */
export const codesOf = async (tx: Db, persons: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await sql<{ id: string; reference: string }>`
    SELECT id, reference FROM people.codes(${[...new Set(persons)]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row.reference]))
}

export interface LogLine {
  seq: number
  at: Date
  actor: string
  actorName: string
  organisation: string | null
  person: string | null
  /** Those who stood in a list. */
  persons: string[] | null
  what: Look
  part: string
  reason: string | null
}

export interface LogFilter {
  /** The code of somebody: the looks at them, and at lists in which they stood. */
  code?: string | undefined
  actor?: string | undefined
  what?: Look | undefined
  /** From this moment. */
  from?: Date | undefined
  /** Until, not including, this moment. */
  until?: Date | undefined
  cursor?: number | null | undefined
  limit?: number | undefined
}

const withCode = async (tx: Db, code: string): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`SELECT id FROM people.by_code(${code}) id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** The access log of one's organisations, newest first, a page at a time (SEC-01). */
export const listLooks = async (
  tx: Db,
  organisations: readonly string[],
  filter: LogFilter,
): Promise<{ lines: LogLine[]; next: number | null }> => {
  const limit = Math.min(Math.max(filter.limit ?? 100, 1), 500)
  const about = filter.code ? await withCode(tx, filter.code) : null
  const { rows } = await sql<LogLine>`
    SELECT seq, at, actor, actor_name, organisation_id AS organisation, person_id AS person, persons,
      what, part, reason
    FROM people.access_log
    WHERE organisation_id = ANY (${[...organisations]}::uuid[])
      ${about === null ? sql`` : sql`AND (person_id = ANY (${about}::uuid[]) OR persons && ${about}::uuid[])`}
      AND (${filter.actor ?? null}::text IS NULL OR actor = ${filter.actor ?? null})
      AND (${filter.what ?? null}::text IS NULL OR what = ${filter.what ?? null})
      AND (${filter.from ?? null}::timestamptz IS NULL OR at >= ${filter.from ?? null})
      AND (${filter.until ?? null}::timestamptz IS NULL OR at < ${filter.until ?? null})
      AND (${filter.cursor ?? null}::bigint IS NULL OR seq < ${filter.cursor ?? null})
    ORDER BY seq DESC LIMIT ${limit + 1}`.execute(tx)
  const lines = rows.slice(0, limit)
  return { lines, next: rows.length > limit ? (lines.at(-1)?.seq ?? null) : null }
}

/** Those who stand in the log of the last year, to choose between. */
export const whoLooked = async (
  tx: Db,
  organisations: readonly string[],
  since: Date,
): Promise<{ actor: string; name: string }[]> => {
  const { rows } = await sql<{ actor: string; name: string }>`
    SELECT actor, min(actor_name) AS name FROM people.access_log
    WHERE organisation_id = ANY (${[...organisations]}::uuid[]) AND at >= ${since}
    GROUP BY actor ORDER BY min(actor_name), actor LIMIT 500`.execute(tx)
  return rows
}

export interface RetentionRule {
  record: string
  keepDays: number
  source: string
}

export interface Deletion {
  id: string
  record: string
  rule: string
  rows: number
  at: Date
}

/** How long each kind of record is kept. */
export const retentionRules = async (tx: Db): Promise<RetentionRule[]> => {
  const { rows } = await sql<RetentionRule>`
    SELECT record, keep_days, source FROM people.retention_rule ORDER BY record`.execute(tx)
  return rows
}

/** What was deleted of the organisations' data, the newest 200. */
export const listDeletions = async (
  tx: Db,
  organisations: readonly string[],
): Promise<Deletion[]> => {
  const { rows } = await sql<Deletion>`
    SELECT id, record, rule, rows, at FROM people.deletion
    WHERE organisation_id = ANY (${[...organisations]}::uuid[]) ORDER BY at DESC, id LIMIT 200`.execute(
    tx,
  )
  return rows
}

export interface PersonLook {
  at: Date
  who: string
  organisation: string | null
  what: Look
  part: string
  reason: string | null
}

/** Who has looked at the person, newest first: for the person's own copy, to those who know who it is. */
export const looksAt = async (tx: Db, persons: readonly string[]): Promise<PersonLook[]> => {
  const { rows } = await sql<PersonLook>`
    SELECT l.at, l.who, l.organisation_id AS organisation, l.what, l.part, l.reason
    FROM unnest(${[...persons]}::uuid[]) person, people.looks(person) l ORDER BY l.at DESC`.execute(
    tx,
  )
  return rows
}
