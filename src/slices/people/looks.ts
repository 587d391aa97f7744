import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '#kit/auth/actor.ts'
import { type Tx, write } from '#kit/db/index.ts'
import { VaernError } from '#kit/errors/index.ts'
import type { Ctx, Route } from '#kit/http/index.ts'
import { workplaces } from './policy.ts'
import type { Look } from './schema.ts'

/** The access log (SEC-01): each look at a person, each look at a list, each refusal. */

/** Writes one line of the access log: who is taken from the transaction, when from the database. */
export const logLook = async (
  tx: Tx,
  look: {
    organisation: string | null
    person: string | null
    /** Those who stood in the list, where it was one. */
    persons?: readonly string[]
    what: Look
    part?: string
    reason?: string | null
  },
): Promise<void> => {
  const persons = look.persons === undefined ? null : [...new Set(look.persons)].sort()
  await sql`INSERT INTO people.access_log (organisation_id, person_id, persons, what, part, reason)
    VALUES (${look.organisation}, ${look.person}, ${persons}::uuid[], ${look.what}, ${look.part ?? ''},
      ${look.reason ?? null})`.execute(tx)
}

/**
 * Writes in the access log that the actor looked at a list with persons in it: one line, with those who stood in
 * it, so that it can be answered who has seen somebody's name. A list that refreshes itself adds a line within a
 * minute of the same look only for those who have come to it since.
 * @param part which list: `a-z`, digits and hyphens
 */
export const logListed = async (
  tx: Tx,
  organisation: string | null,
  part: string,
  persons: readonly string[],
): Promise<void> => {
  await sql`SELECT people.log_list(${organisation}::uuid, ${part}, ${[...persons]}::uuid[])`.execute(
    tx,
  )
}

/** Where somebody works who comes near persons in any role: whose log their look belongs in. */
export const homeOf = (actor: Actor): string | null =>
  workplaces(actor)[0] ??
  workplaces(actor, 'ward-staff', 'volunteer', 'leader', 'data-protection')[0] ??
  actor.organisation

const logged = new WeakSet<VaernError>()

/** What the question that opens a person refused, the question itself wrote down. */
export const loggedAlready = (error: unknown): never => {
  if (error instanceof VaernError && error.status === 403) logged.add(error)
  throw error
}

const id = z.uuid()
const guessed = (sent: unknown, name: string): string | null =>
  id.safeParse((sent as Record<string, unknown> | null | undefined)?.[name]).data ?? null

/**
 * Writes down that a door about persons was not opened, whichever door and whichever line of code refused: a
 * volunteer whose role does not let them in, a colleague from elsewhere who guesses an address, a message about
 * somebody whom the sender knows nothing of (SEC-01, PER-05). The id stands as it was guessed; whether anybody lives
 * behind it is not looked at.
 */
export const logRefused = async (ctx: Ctx, route: Route, error: VaernError): Promise<void> => {
  if (logged.has(error)) return
  const person = guessed(ctx.params, 'id') ?? guessed(ctx.body, 'person')
  // A word in an address that stands for nothing is a slip of the pen.
  if (error.status === 404 && person === null) return
  const parts = route.path.split('/').filter((part) => !/^(|api|v1|people|:.*)$/.test(part))
  await write(ctx.space, ctx.actor, (tx) =>
    logLook(tx, {
      organisation: homeOf(ctx.actor),
      person,
      what: 'refused',
      part: (parts.join('-') || 'people').replaceAll(/[^a-z0-9-]/g, '-').slice(0, 40),
    }),
  )
}
