import { sql } from 'kysely'
import type { DefinitionKey } from '../definitions/index.ts'
import type { ClockKind, Level, Said } from '../schema.ts'

/** A pathway as it stands. */
export interface Pathway {
  id: string
  person: string
  definition: DefinitionKey
  definitionVersion: number
  level: Level
  state: string
  stateSince: Date
  /** Who answers: an organisation always, and one of its people. */
  owner: { organisation: string; account: string | null; name: string; leftAt: Date | null }
  /** The organisation that opened it. */
  organisation: string
  service: string | null
  municipality: string | null
  metAt: Date | null
  openedAt: Date
  closedAt: Date | null
  outcome: string | null
  version: number
}

/** Something that waits. */
export interface Clock {
  id: string
  pathway: string
  organisation: string
  waitsOn: string | null
  kind: ClockKind
  rule: string | null
  about: string | null
  text: string | null
  municipality: string | null
  startedAt: Date
  dueAt: Date
  escalatedAt: Date | null
  stoppedAt: Date | null
  outcome: string | null
}

/** Something that happened. */
export interface PathwayEvent {
  id: string
  pathway: string
  organisation: string
  level: Level
  at: Date
  recordedAt: Date
  kind: string
  fromState: string | null
  toState: string | null
  said: Said
  byName: string
}

export const pathwayColumns =
  sql.raw(`id, person_id AS person, definition, definition_version, level, state,
  state_since, json_build_object('organisation', owner_organisation_id, 'account', owner_account, 'name', owner_name) AS owner,
  owner_left_at, organisation_id AS organisation, service_id AS service, municipality, met_at, opened_at, closed_at,
  outcome, version`)

export const clockColumns =
  sql.raw(`id, pathway_id AS pathway, organisation_id AS organisation, waits_on_organisation_id AS waits_on,
  kind, rule, about_id AS about, text, municipality, started_at, due_at, escalated_at, stopped_at, outcome`)

export const eventColumns =
  sql.raw(`id, pathway_id AS pathway, organisation_id AS organisation, level, at, recorded_at,
  kind, from_state, to_state, said, by_name`)

export type PathwayRow = Omit<Pathway, 'owner'> & {
  owner: Omit<Pathway['owner'], 'leftAt'>
  ownerLeftAt: Date | null
}

export const pathwayOf = ({ ownerLeftAt, owner, ...row }: PathwayRow): Pathway => ({
  ...row,
  owner: { ...owner, leftAt: ownerLeftAt },
})
