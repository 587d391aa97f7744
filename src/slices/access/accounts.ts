import { sql } from 'kysely'
import type { Actor } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch, write } from '#kit/db/index.ts'
import { conflict, forbidden, invalid } from '#kit/errors/index.ts'
import { municipalitiesIn } from '#slices/territory/index.ts'
import { ACCESS_TOPIC } from './actors.ts'
import { one, refuse, saying } from './errors.ts'
import { getAccount } from './queries.ts'
import { scopeProblem } from './rules.ts'
import type { AccountForm, RoleForm } from './schema.ts'

/** Writes about people and their roles. Row-level security decides whether the actor may. */

/** @throws invalid (422) `access.email-taken`; forbidden (403) outside the actor's organisation. */
export const addAccount = (live: Space, actor: Actor, asked: AccountForm): Promise<string> =>
  saying(() =>
    write(live, actor, async (tx) => {
      const { rows } = await sql<{ id: string }>`
        INSERT INTO access.account (name, email, organisation_id)
        VALUES (${asked.name}, ${asked.email}, ${asked.organisation}) RETURNING id`.execute(tx)
      touch(tx, ACCESS_TOPIC)
      return one(rows[0]).id
    }),
  )

/**
 * @throws conflict (409) `access.stale-edit` where somebody has edited it since `version` was read;
 * forbidden (403) where the person holds a role that the actor could not give.
 */
export const editAccount = (
  live: Space,
  actor: Actor,
  id: string,
  version: number,
  asked: AccountForm,
): Promise<void> =>
  saying(() =>
    write(live, actor, async (tx) => {
      const { numAffectedRows } = await sql`
        UPDATE access.account SET name = ${asked.name}, email = ${asked.email},
          organisation_id = ${asked.organisation}, version = version + 1
        WHERE id = ${id} AND version = ${version}`.execute(tx)
      if (numAffectedRows !== 1n) await refuseStale(tx, id, version)
      touch(tx, ACCESS_TOPIC)
    }),
  )

const refuseStale = async (tx: Tx, id: string, version: number): Promise<never> => {
  const now = await getAccount(tx, id)
  throw now.version === version
    ? forbidden('access.beyond-reach')
    : conflict('access.stale-edit', { yours: version, current: now.version })
}

/** Closes an account: every session ends at once and nobody logs in with it. Or opens it again. */
export const setDisabled = (
  live: Space,
  actor: Actor,
  id: string,
  disabled: boolean,
  now: Date,
): Promise<void> =>
  write(live, actor, async (tx) => {
    if (disabled && actor.id === id) throw invalid('access.not-yourself')
    await getAccount(tx, id)
    const { numAffectedRows } = await sql`
      UPDATE access.account SET disabled_at = ${disabled ? now : null}, version = version + 1
      WHERE id = ${id}`.execute(tx)
    if (numAffectedRows !== 1n) throw forbidden('access.beyond-reach')
    await sql`UPDATE access.session SET ended_at = ${now}
      WHERE account_id = ${id} AND ended_at IS NULL`.execute(tx)
    touch(tx, ACCESS_TOPIC)
  })

/**
 * Gives a person a role from one day to another.
 * @throws invalid (422) where role, place and days do not fit; forbidden (403) where it is wider than
 * the actor's own.
 */
export const giveRole = async (
  live: Space,
  actor: Actor,
  account: string,
  asked: RoleForm,
): Promise<void> => {
  refuse(scopeProblem(asked.role, asked))
  if (asked.validUntil !== null && asked.validUntil < asked.validFrom) {
    refuse({ field: 'validUntil', code: 'access.until-before-from' })
  }
  return saying(() =>
    write(live, actor, async (tx) => {
      if (asked.area !== null) await municipalitiesIn(tx, asked.area, asked.validFrom)
      await sql`INSERT INTO access.role_grant (account_id, role, space, organisation_id, service_id, area, valid)
        VALUES (${account}, ${asked.role}, ${asked.space}, ${asked.organisation}, ${asked.service}, ${asked.area},
          daterange(${asked.validFrom}::date, ${asked.validUntil}::date, '[]'))`.execute(tx)
      touch(tx, ACCESS_TOPIC)
    }),
  )
}

/** Takes a role back, from now on. @throws invalid (422) for one's own administrator role; not-found (404). */
export const revokeRole = (live: Space, actor: Actor, id: string, now: Date): Promise<void> =>
  write(live, actor, async (tx) => {
    const { rows } = await sql<{ role: string; accountId: string | null }>`
      UPDATE access.role_grant SET revoked_at = ${now}, revoked_by = kit.actor()
      WHERE id = ${id} AND revoked_at IS NULL RETURNING role, account_id`.execute(tx)
    const grant = one(rows[0])
    // Else the last administrator could lock everybody out by a slip.
    if (grant.role === 'admin' && grant.accountId === actor.id) throw invalid('access.not-yourself')
    touch(tx, ACCESS_TOPIC)
  })
