import { sql } from 'kysely'
import { type Space, type Tx, touch } from '#kit/db/index.ts'
import { careTopic, touchPerson } from '#slices/people/index.ts'
import { findService, touchService } from '#slices/services/index.ts'
import type { Pathway } from './model.ts'
import { pathwaysOf } from './queries.ts'

/** Kinds of topics whose pages rest on being involved: what was sent, what waits, who goes along. */
export const followsInvolved = [
  'pathway',
  'referral',
  'board',
  'my-appointments',
  'house',
  'notices',
] as const

/** What a page about a pathway listens to, as one of the organisations involved. Says nothing of whom. */
export const pathwayTopics = (
  space: Space,
  organisation: string,
  pathway: Pick<Pathway, 'person'>,
): string[] => [careTopic(space, organisation, 'pathway', pathway.person)]

/** What the board and the list of handovers of these organisations listen to. */
export const boardTopics = (space: Space, organisations: readonly string[]): string[] =>
  organisations.map((organisation) => careTopic(space, organisation, 'board'))

/**
 * Tells open pages that a pathway changed: those of everybody involved with the person, and the boards of
 * the organisations that answer for it or are waited for.
 */
export const touchPathway = async (
  tx: Tx,
  space: Space,
  pathway: Pick<Pathway, 'id' | 'person' | 'owner' | 'closedAt'>,
): Promise<void> => {
  await touchPerson(tx, space, pathway.person, 'person', 'pathway')
  const { rows } = await sql<{ organisation: string }>`
    SELECT DISTINCT organisation FROM (
      SELECT organisation_id AS organisation FROM pathways.clock WHERE pathway_id = ${pathway.id}
      UNION ALL SELECT waits_on_organisation_id FROM pathways.clock WHERE pathway_id = ${pathway.id}
    ) told WHERE organisation IS NOT NULL`.execute(tx)
  const told = new Set([pathway.owner.organisation, ...rows.map((row) => row.organisation)])
  touch(tx, ...boardTopics(space, [...told]))
  if (pathway.closedAt !== null) await touchConcerned(tx, space, pathway.id)
}

/** Before a ground ends: whoever is asked or holds a place in an open pathway of the person. */
export const touchPromised = async (tx: Tx, space: Space, person: string): Promise<void> => {
  for (const { id, closedAt } of await pathwaysOf(tx, person)) {
    if (closedAt === null) await touchConcerned(tx, space, id)
  }
}

/**
 * Tells open pages that what a pathway asked of others, or was promised, has ended: lists of referrals, houses, notices,
 * boards, the directory, and whoever waits for a place there and moves up.
 */
export const touchConcerned = async (tx: Tx, space: Space, pathway: string): Promise<void> => {
  const { rows } = await sql<{ organisationId: string; serviceId: string }>`
    SELECT organisation_id, service_id FROM pathways.concerned(${pathway})`.execute(tx)
  for (const organisation of new Set(rows.map(({ organisationId }) => organisationId))) {
    for (const kind of ['referral', 'house', 'notices', 'board']) {
      touch(tx, careTopic(space, organisation, kind))
    }
  }
  for (const id of new Set(rows.map(({ serviceId }) => serviceId))) {
    const service = await findService(tx, id)
    if (service) await touchService(tx, id, service.municipality)
  }
}
