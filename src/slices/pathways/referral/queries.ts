import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Db } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import { circumstancesOf, workplaces } from '#slices/people/index.ts'
import { type Terms, termsOf } from '../places/queries.ts'
import { aloneRisk } from '../places/staff.ts'
import type { Answer } from '../schema.ts'
import { changedCriteria, checkCriteria, nightsBetween } from './rules.ts'
import type { Box, CheckedCriterion, Referral, ReferralState } from './schema.ts'

const columns =
  sql.raw(`id, pathway_id AS pathway, person_id AS person, organisation_id AS organisation,
  to_organisation_id AS to_organisation, service_id AS service, from_account, from_name, from_phone, assessment, situation,
  care_need, risks, wanted_from, wanted_until, consent_id AS consent, legal_reference, criteria, rules_seen,
  house_rules_seen, sent_at, due_at, status, talked_at, talk_note, fit, fit_reason, waiting_since, decided_at,
  decided_by_name, reason, alternatives, bounce, version`)

export const findReferral = async (tx: Db, id: string): Promise<Referral | null> => {
  const { rows } =
    await sql<Referral>`SELECT ${columns} FROM pathways.referral WHERE id = ${id}`.execute(tx)
  return rows[0] ?? null
}

/** @throws forbidden 403 `people.not-involved` where there is none, and where the actor may not see it */
export const getReferral = async (tx: Db, id: string): Promise<Referral> => {
  const found = await findReferral(tx, id)
  if (!found) throw forbidden('people.not-involved')
  return found
}

/** What became of a referral that was sent to the actor's house and can no longer be read; null to all others. */
export const fateOf = async (tx: Db, id: string): Promise<ReferralState | null> => {
  const { rows } = await sql<{ fate: ReferralState | null }>`
    SELECT pathways.referral_fate(${id}) AS fate`.execute(tx)
  return rows[0]?.fate ?? null
}

export interface Listed {
  referrals: Referral[]
  next: string | null
}

const PAGE = 50

/** So long an answer stands in the list of those that were answered. */
const ANSWERED_FOR = '90 days'

/** What a box holds, and in which order. The order is exact to the millisecond, as a cursor is. */
const boxed = (box: Box, mine: string[], after: { at: string; id: string } | null) => {
  if (box === 'answered') {
    const decided = sql`date_trunc('milliseconds', decided_at)`
    return sql`(to_organisation_id = ANY (${mine}::uuid[]) OR organisation_id = ANY (${mine}::uuid[]))
      AND status IN ('accepted', 'declined') AND decided_at > now() - ${ANSWERED_FOR}::interval
      ${after ? sql`AND (${decided}, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
      ORDER BY ${decided} DESC, id DESC`
  }
  const due = sql`date_trunc('milliseconds', due_at)`
  return sql`${sql.ref(box === 'in' ? 'to_organisation_id' : 'organisation_id')} = ANY (${mine}::uuid[])
    AND status IN ('sent', 'talking', 'waiting')
    ${after ? sql`AND (${due}, id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    ORDER BY ${due}, id`
}

/**
 * A page of referrals. Those that wait for an answer from the actor's houses, or that their organisation has sent:
 * first due first. Those that either has had answered in the last 90 days: newest answer first.
 * @param asked.after the last one of the page before: when it was due or answered, and its id
 */
export const referralsOf = async (
  tx: Db,
  actor: Actor,
  asked: { box: Box; after?: { at: string; id: string } | null },
): Promise<Listed> => {
  const { rows } = await sql<Referral>`
    SELECT ${columns} FROM pathways.referral
    WHERE ${boxed(asked.box, workplaces(actor), asked.after ?? null)} LIMIT ${PAGE + 1}`.execute(tx)
  const last = rows[PAGE - 1]
  const more = rows.length > PAGE && last !== undefined
  const at = asked.box === 'answered' ? last?.decidedAt : last?.dueAt
  return {
    referrals: rows.slice(0, PAGE),
    next: more && at ? `${at.toISOString()}_${last.id}` : null,
  }
}

/** All referrals of a pathway that the actor may see, newest first. */
export const referralsIn = async (tx: Db, pathway: string): Promise<Referral[]> => {
  const { rows } = await sql<Referral>`
    SELECT ${columns} FROM pathways.referral WHERE pathway_id = ${pathway} ORDER BY sent_at DESC, id LIMIT 100`.execute(
    tx,
  )
  return rows
}

/** Those who wait for a place at a service, in their order. */
export const waitingFor = async (tx: Db, service: string): Promise<Referral[]> => {
  const { rows } = await sql<Referral>`
    SELECT ${columns} FROM pathways.referral WHERE service_id = ${service} AND status = 'waiting'
    ORDER BY waiting_since, id LIMIT 200`.execute(tx)
  return rows
}

/** What decides where the person can go, with the answer about housing from the discharge plan (REF-09). */
export const factsOf = async (
  tx: Db,
  asked: { person: string; pathway: string },
): Promise<Map<string, Answer>> => {
  const facts = await circumstancesOf(tx, asked.person)
  const { rows } = await sql<{ housing: Answer }>`
    SELECT housing FROM pathways.discharge WHERE pathway_id = ${asked.pathway}`.execute(tx)
  if (rows[0] && !facts.has('housing-plan')) facts.set('housing-plan', rows[0].housing)
  return facts
}

export interface Checked {
  terms: Terms
  criteria: CheckedCriterion[]
  /** The house's rules are others than those that were read when it was sent (REF-02). */
  rulesChanged: boolean
  changes: ReturnType<typeof changedCriteria>
  /** What to think of where the person may not be able to be alone (RES-05). */
  alone: ReturnType<typeof aloneRisk>
}

/** The criteria as they stand now, and what has changed since the referral was sent (REF-02). */
export const checkNow = async (tx: Db, referral: Referral, now: Date): Promise<Checked> => {
  const terms = await termsOf(tx, referral.service, now)
  const facts = await factsOf(tx, referral)
  const nights = nightsBetween(referral.wantedFrom, referral.wantedUntil)
  const criteria = checkCriteria(terms.rules, facts, nights)
  return {
    terms,
    criteria,
    rulesChanged: terms.fingerprint !== referral.rulesSeen,
    changes: changedCriteria(referral.criteria, criteria),
    alone: aloneRisk(facts.get('can-be-alone') ?? 'unknown', terms.house, now.getTime()),
  }
}
