import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import { refusing } from '#slices/people/index.ts'
import { type DefinitionKey, definitionOf } from '../definitions/index.ts'
import type { FieldDefinition } from '../definitions/types.ts'
import { mayMove, worksFor } from '../policy.ts'
import type { PathwayUse, Said } from '../schema.ts'
import { nextRound, turnClocks } from './advance.ts'
import { colleaguesOf } from './colleagues.ts'
import { recordEvent } from './events.ts'
import { type Pathway, type PathwayRow, pathwayColumns, pathwayOf } from './model.ts'
import { assertPromisesSeen, holdPromises } from './promises.ts'
import { getPathway } from './queries.ts'
import {
  endsBy,
  findRhythm,
  findTransition,
  outcomeOf,
  ownerNamedBy,
  readSaid,
  withNames,
} from './rules.ts'

export interface OpenInput {
  id?: string
  person: string
  definition: DefinitionKey
  /** Opens it and answers for it. */
  organisation: string
  /** Who answers there; the one who opens it unless told. */
  ownerName?: string
  service?: string | null
  municipality?: string | null
}

const openOne = async (tx: Tx, input: OpenInput): Promise<Pathway | null> => {
  const { rows } = await sql<PathwayRow>`
    SELECT ${pathwayColumns} FROM pathways.pathway
    WHERE person_id = ${input.person} AND definition = ${input.definition} AND organisation_id = ${input.organisation}
      AND owner_organisation_id = organisation_id AND closed_at IS NULL`.execute(tx)
  return rows[0] ? pathwayOf(rows[0]) : null
}

/**
 * Opens a pathway: its first state, its first clocks, its owner. Where this organisation already has one of
 * the kind open for the person and still answers for it, that one is given and nothing is written.
 * @throws forbidden 403 `people.not-involved` where the organisation is not involved at the kind's level
 */
export const openPathway = async (
  tx: Tx,
  actor: Actor,
  input: OpenInput,
  now: Date,
): Promise<Pathway> => {
  const before = await openOne(tx, input)
  if (before) return before
  const definition = definitionOf(input.definition)
  const id = input.id ?? randomUUID()
  const account = actor.kind === 'person' ? actor.id : null
  const { numAffectedRows } = await refusing(() =>
    sql`INSERT INTO pathways.pathway (id, person_id, definition, definition_version, level, state, state_since,
        owner_organisation_id, owner_account, owner_name, organisation_id, service_id, municipality, opened_at)
      VALUES (${id}, ${input.person}, ${input.definition}, ${definition.version}, ${definition.level},
        ${definition.initial}, ${now}, ${input.organisation}, ${input.ownerName === undefined ? account : null},
        ${input.ownerName ?? actor.name}, ${input.organisation}, ${input.service ?? null}, ${input.municipality ?? null}, ${now})
      ON CONFLICT (person_id, definition, organisation_id)
        WHERE closed_at IS NULL AND owner_organisation_id = organisation_id DO NOTHING`.execute(tx),
  )
  // Somebody else opened it in the same moment.
  if (numAffectedRows === 0n) return (await openOne(tx, input)) ?? getPathway(tx, id)
  const pathway = await getPathway(tx, id)
  await recordEvent(tx, actor, {
    pathway: id,
    person: input.person,
    organisation: input.organisation,
    level: definition.level,
    kind: 'opened',
    to: definition.initial,
    at: now,
  })
  await turnClocks(tx, actor, definition, pathway, { from: null, to: definition.initial, at: now })
  return pathway
}

/** The pathway, held until the transaction ends, for somebody of the organisation that answers. */
export const holdPathway = async (tx: Tx, actor: Actor, id: string): Promise<Pathway> =>
  hold(tx, actor, await getPathway(tx, id))

const hold = async (tx: Tx, actor: Actor, seen: Pathway): Promise<Pathway> => {
  if (!worksFor(actor, seen.owner.organisation)) throw forbidden('pathways.not-the-owner')
  const { rows } = await sql<PathwayRow>`
    SELECT ${pathwayColumns} FROM pathways.pathway WHERE id = ${seen.id} FOR NO KEY UPDATE`.execute(
    tx,
  )
  const held = rows[0] ? pathwayOf(rows[0]) : seen
  if (!rows[0] || !worksFor(actor, held.owner.organisation)) {
    throw forbidden('pathways.not-the-owner')
  }
  return held
}

/** @throws conflict 409 where it has moved on since the page was read: the newer version is to be seen first */
export const assertVersion = (pathway: Pathway, version: number | undefined): void => {
  if (version !== undefined && version !== pathway.version) {
    throw conflict('pathways.moved-on', { seen: version, now: pathway.version })
  }
}

/** @throws invalid where something is said to have happened in the future, or before the state began */
const assertWhen = (pathway: Pathway, at: Date, now: Date): void => {
  if (at.getTime() > now.getTime() + 60_000) {
    throw invalid('pathways.at-future', {}, [{ field: 'at', code: 'pathways.at-future' }])
  }
  if (at.getTime() < pathway.stateSince.getTime()) {
    throw invalid('pathways.at-before', {}, [{ field: 'at', code: 'pathways.at-before' }])
  }
}

/** @throws invalid `pathways.said-refused` with each field that is missing or cannot be so */
const saidOrRefused = async (
  tx: Tx,
  actor: Actor,
  pathway: Pathway,
  fields: readonly FieldDefinition[],
  given: Said,
): Promise<Said> => {
  const colleagues = fields.some(({ type }) => type === 'colleague')
    ? await colleaguesOf(tx, actor, pathway.owner.organisation)
    : []
  const { said, errors } = readSaid(fields, withNames(fields, given, colleagues))
  if (errors.length > 0) throw invalid('pathways.said-refused', {}, errors)
  return said
}

export interface MoveInput {
  pathway: string
  transition: string
  said?: Said
  /** When it happened; now unless told. */
  at?: Date
  /** As it was read; left out: whatever it is now. */
  version?: number
  /** The part that records more than a form can, for transitions that only it may make. */
  part?: PathwayUse
  /** Where it ends the pathway: what was shown that is taken back by it, see `promisesOf`. */
  withdraws?: readonly string[]
}

/**
 * Makes a transition of the pathway's definition: from the state that it asks for, by a role of the owning
 * organisation, with everything recorded that must be. Clocks stop and start with it.
 * @throws 403 `people.not-involved`, `pathways.not-the-owner`, `pathways.not-your-move`; 409
 *   `pathways.moved-on`, `pathways.not-from-here`, `pathways.closed`, `pathways.closing-withdraws`; 422
 *   `pathways.said-refused` with fields, `pathways.still-staying`
 */
export const move = async (tx: Tx, actor: Actor, input: MoveInput, now: Date): Promise<Pathway> => {
  if (actor.kind === 'system') throw forbidden('pathways.never-by-itself')
  const seen = await getPathway(tx, input.pathway)
  const definition = definitionOf(seen.definition)
  const transition = findTransition(definition, input.transition)
  if (transition && endsBy(definition, transition)) await holdPromises(tx, seen.id)
  const pathway = await hold(tx, actor, seen)
  if (!transition) throw invalid('pathways.no-such-transition')
  assertVersion(pathway, input.version)
  if (pathway.closedAt !== null) throw conflict('pathways.closed')
  if (!transition.from.includes(pathway.state)) throw conflict('pathways.not-from-here')
  if (!mayMove(actor, transition, pathway.owner.organisation)) {
    throw forbidden('pathways.not-your-move')
  }
  if (transition.part !== input.part || transition.lapses) {
    throw invalid('pathways.through-its-page')
  }
  const said = await saidOrRefused(tx, actor, pathway, transition.fields, input.said ?? {})
  const named = ownerNamedBy(transition.fields, said)
  if (pathway.owner.leftAt !== null && definition.neverWithoutContact && named === null) {
    throw conflict('pathways.owner-left')
  }
  const at = input.at ?? now
  assertWhen(pathway, at, now)
  const to = transition.to ?? pathway.state
  const outcome = outcomeOf(definition, to)
  if (outcome !== null) {
    await assertNothingOffered(tx, pathway.id)
    await assertPromisesSeen(tx, pathway.id, input.withdraws ?? [])
  }
  await recordEvent(tx, actor, {
    pathway: pathway.id,
    person: pathway.person,
    organisation: pathway.owner.organisation,
    level: pathway.level,
    kind: transition.key,
    from: pathway.state,
    to,
    said,
    at,
  })
  const moved = transition.to !== null
  await refusing(() =>
    sql`UPDATE pathways.pathway SET state = ${to}, version = version + 1,
        state_since = CASE WHEN ${moved} THEN ${at}::timestamptz ELSE state_since END,
        met_at = CASE WHEN ${transition.met === true} THEN greatest(met_at, ${at}::timestamptz) ELSE met_at END,
        owner_account = coalesce(${named?.account ?? null}::text, owner_account),
        owner_name = coalesce(${named?.name ?? null}::text, owner_name),
        owner_left_at = CASE WHEN ${named !== null} THEN NULL ELSE owner_left_at END,
        closed_at = ${outcome === null ? null : at}::timestamptz, outcome = ${outcome}
      WHERE id = ${pathway.id}`.execute(tx),
  )
  const after = await getPathway(tx, pathway.id)
  if (moved) await turnClocks(tx, actor, definition, after, { from: pathway.state, to, at })
  return after
}

/** @throws conflict `pathways.handover-pending`: somebody was asked to take over and has not answered */
const assertNothingOffered = async (tx: Tx, pathway: string): Promise<void> => {
  const { rows } = await sql`
    SELECT 1 FROM pathways.handover WHERE pathway_id = ${pathway} AND status = 'offered'`.execute(
    tx,
  )
  if (rows.length > 0) throw conflict('pathways.handover-pending')
}

/**
 * Writes that something that is done again and again was done, and starts its next round.
 * @throws 403 as `move`; 409 where the pathway is not where it is done; 422 `pathways.said-refused`
 */
export const keepRhythm = async (
  tx: Tx,
  actor: Actor,
  input: { pathway: string; rhythm: string; said?: Said; at?: Date; version?: number },
  now: Date,
): Promise<Pathway> => {
  const pathway = await holdPathway(tx, actor, input.pathway)
  const rhythm = findRhythm(definitionOf(pathway.definition), input.rhythm)
  if (!rhythm) throw invalid('pathways.no-such-transition')
  assertVersion(pathway, input.version)
  if (pathway.closedAt !== null) throw conflict('pathways.closed')
  if (!rhythm.during.includes(pathway.state)) throw conflict('pathways.not-from-here')
  const said = await saidOrRefused(tx, actor, pathway, rhythm.fields, input.said ?? {})
  const at = input.at ?? now
  assertWhen(pathway, at, now)
  await recordEvent(tx, actor, {
    pathway: pathway.id,
    person: pathway.person,
    organisation: pathway.owner.organisation,
    level: pathway.level,
    kind: rhythm.key,
    said,
    at,
  })
  await sql`UPDATE pathways.pathway SET version = version + 1,
      met_at = CASE WHEN ${rhythm.met === true} THEN greatest(met_at, ${at}::timestamptz) ELSE met_at END
    WHERE id = ${pathway.id}`.execute(tx)
  await nextRound(tx, actor, pathway, rhythm, at)
  return getPathway(tx, pathway.id)
}
