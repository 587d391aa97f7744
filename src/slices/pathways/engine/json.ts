import { z } from 'zod'
import { definitionKeys } from '../definitions/index.ts'
import { referralStates } from '../referral/schema.ts'
import { clockKinds, levels } from '../schema.ts'
import type { Clock, Pathway, PathwayEvent } from './model.ts'
import type { Promised } from './promises.ts'

/** What the API says of pathways, clocks and events. */

export const when = z.iso.datetime()
export const key = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/)
export const definition = z.enum(definitionKeys as [(typeof definitionKeys)[number]])

export const pathwayShape = z.object({
  id: z.uuid(),
  person: z.uuid(),
  definition,
  level: z.enum(levels),
  state: key,
  stateSince: when,
  owner: z.object({
    organisation: z.uuid(),
    account: z.string().nullable(),
    name: z.string(),
    leftAt: when.nullable(),
  }),
  municipality: z.string().nullable(),
  service: z.uuid().nullable(),
  metAt: when.nullable(),
  openedAt: when,
  closedAt: when.nullable(),
  outcome: key.nullable(),
  version: z.number().int(),
})

export const clockShape = z.object({
  id: z.uuid(),
  pathway: z.uuid(),
  kind: z.enum(clockKinds),
  rule: key.nullable(),
  organisation: z.uuid(),
  waitsOn: z.uuid().nullable(),
  about: z.uuid().nullable(),
  municipality: z.string().nullable(),
  startedAt: when,
  dueAt: when,
  escalatedAt: when.nullable(),
})

export const eventShape = z.object({
  id: z.uuid(),
  organisation: z.uuid(),
  level: z.enum(levels),
  at: when,
  recordedAt: when,
  kind: key,
  fromState: key.nullable(),
  toState: key.nullable(),
  said: z.record(z.string(), z.unknown()),
  byName: z.string(),
})

/** What an end of the pathway takes back; `from` and `until` of a place that is held. */
export const promisedShape = z.object({
  id: z.uuid(),
  kind: z.enum(['referral', 'place', 'own-place']),
  service: z.uuid(),
  organisation: z.uuid(),
  status: z.enum([...referralStates, 'reserved']),
  since: when,
  from: z.string().nullable(),
  until: z.string().nullable(),
  version: z.number().int(),
})

export const iso = (at: Date | null): string | null => at?.toISOString() ?? null

export const pathwayJson = (pathway: Pathway) => ({
  ...pathway,
  stateSince: iso(pathway.stateSince),
  owner: { ...pathway.owner, leftAt: iso(pathway.owner.leftAt) },
  metAt: iso(pathway.metAt),
  openedAt: iso(pathway.openedAt),
  closedAt: iso(pathway.closedAt),
})

export const clockJson = <C extends Clock>(clock: C) => ({
  ...clock,
  startedAt: iso(clock.startedAt),
  dueAt: iso(clock.dueAt),
  escalatedAt: iso(clock.escalatedAt),
})

export const eventJson = (event: PathwayEvent) => ({
  ...event,
  at: iso(event.at),
  recordedAt: iso(event.recordedAt),
})

export const promisedJson = (promised: Promised) => ({ ...promised, since: iso(promised.since) })

/** What a write answers: an idempotency key keeps the answer, so nothing about the person is in it. */
export const brief = z.object({ id: z.uuid(), state: key, version: z.number().int() })
export const briefOf = ({ id, state, version }: Pathway) => ({ id, state, version })
