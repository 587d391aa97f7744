import { sql } from 'kysely'
import type { Actor, Role } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch, write } from '#kit/db/index.ts'
import { localDate, msOfLocal } from '#kit/time/index.ts'
import { municipalitiesIn } from '#slices/territory/index.ts'
import { ACCESS_TOPIC } from './actors.ts'
import { one, refuse, saying } from './errors.ts'
import { expiryProblem, scopeProblem } from './rules.ts'
import type { Scope } from './schema.ts'
import { hashSecret, newSecret } from './secrets.ts'

export interface NewToken {
  name: string
  role: Role
  organisation?: string | null
  service?: string | null
  area?: string | null
  /** The one space that it works in; `live` unless told. */
  space?: string
  expiresAt: Date
}

/**
 * Makes a machine's token with one role. The secret (`vaern_…`, 256 random bits) is given back here
 * and never again: only its SHA-256 is kept.
 * @throws invalid (422) with the field where role and place do not fit; forbidden (403) where the
 * actor could not give that role themselves.
 */
export const createToken = async (
  live: Space,
  actor: Actor,
  asked: NewToken,
  now: Date = new Date(),
): Promise<{ token: string; id: string }> => {
  const scope: Scope = {
    organisation: asked.organisation ?? null,
    service: asked.service ?? null,
    area: asked.area ?? null,
  }
  const space = asked.space ?? 'live'
  refuse(scopeProblem(asked.role, scope))
  refuse(expiryProblem(asked.expiresAt, now))
  const token = `vaern_${newSecret()}`
  return saying(() =>
    write(live, actor, async (tx) => {
      const today = localDate(now.getTime())
      if (scope.area !== null) await municipalitiesIn(tx, scope.area, today)
      const { rows } = await sql<{ id: string }>`
        INSERT INTO access.token (name, kind, hash, organisation_id, service_id, created_at, expires_at)
        VALUES (${asked.name}, 'machine', ${hashSecret(token)}, ${scope.organisation},
          ${space === 'live' ? scope.service : null}, ${now}, ${asked.expiresAt})
        RETURNING id`.execute(tx)
      const { id } = one(rows[0])
      await sql`INSERT INTO access.role_grant (token_id, role, space, organisation_id, service_id, area, valid)
        VALUES (${id}, ${asked.role}, ${space}, ${scope.organisation}, ${scope.service}, ${scope.area},
          daterange(${today}::date, NULL))`.execute(tx)
      touch(tx, ACCESS_TOPIC)
      return { token, id }
    }),
  )
}

/**
 * Makes a personal link to one service: who opens it reports for that service, as if logged in.
 * Give the path to one person; it can be revoked at any time and ends by itself.
 */
export const createLink = async (
  tx: Tx,
  asked: { service: string; name: string; expiresAt: Date },
  now: Date = new Date(),
): Promise<{ id: string; path: string }> => {
  refuse(expiryProblem(asked.expiresAt, now))
  const secret = newSecret()
  return saying(async () => {
    const { rows } = await sql<{ id: string }>`
      INSERT INTO access.token (name, kind, hash, service_id, created_at, expires_at)
      VALUES (${asked.name}, 'link', ${hashSecret(secret)}, ${asked.service}, ${now}, ${asked.expiresAt})
      RETURNING id`.execute(tx)
    const { id } = one(rows[0])
    await sql`INSERT INTO access.role_grant (token_id, role, service_id, valid)
      VALUES (${id}, 'service-staff', ${asked.service}, daterange(${localDate(now.getTime())}::date, NULL))`.execute(
      tx,
    )
    touch(tx, ACCESS_TOPIC)
    return { id, path: `/r/${secret}` }
  })
}

/** Revokes a token or link; it opens nothing from that moment. @throws not-found (404). */
export const revokeToken = (
  live: Space,
  actor: Actor,
  id: string,
  now: Date = new Date(),
): Promise<void> =>
  write(live, actor, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      UPDATE access.token SET revoked_at = ${now}, revoked_by = kit.actor()
      WHERE id = ${id} AND revoked_at IS NULL RETURNING id`.execute(tx)
    one(rows[0])
    touch(tx, ACCESS_TOPIC)
  })

/** The end of a day by the Danish clock, for "works until and with this day". */
export const endOfDay = (date: string): Date => new Date(msOfLocal(date, 24 * 60))
