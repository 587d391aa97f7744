import { sql } from 'kysely'
import { type Actor, type Grant, publicActor, systemActor } from '#kit/auth/actor.ts'
import { type Db, read, type Space, type Tx, write } from '#kit/db/index.ts'
import { unauthenticated, VaernError } from '#kit/errors/index.ts'
import { localDate } from '#kit/time/index.ts'
import { municipalitiesIn } from '#slices/territory/index.ts'
import { grantHolds, sessionEnds } from './rules.ts'
import type { StoredGrant } from './schema.ts'
import { hashSecret } from './secrets.ts'

export interface Credentials {
  bearer?: string | undefined
  session?: string | undefined
}

/** Whoever holds a secret that opens something now, with all their grants in all spaces. */
interface Holder {
  kind: 'person' | 'token' | 'link'
  id: string
  name: string
  organisation: string | null
  /** After this moment (ms) the secret opens nothing. */
  until: number
  grants: (StoredGrant & { municipalities: string[] | null })[]
}

interface Found {
  kind: Holder['kind']
  id: string
  name: string
  organisationId: string | null
  until: Date
  createdAt: Date
  usedAt: Date | null
  grants: StoredGrant[]
}

/** How long a looked-up secret is trusted without asking again; the bound on a revocation elsewhere. */
const TRUST_MS = 3_000
const TOKEN_USE_MS = 60_000
const SESSION_SEEN_MS = 5 * 60_000
const MOST_KEPT = 10_000

/** Topic of every change to who may come in; it empties the caches of all processes. */
export const ACCESS_TOPIC = 'access'

interface Kept {
  at: number
  holder: Promise<Holder | null>
  actors: Map<string, Actor>
}

const caches = new WeakMap<Space, Map<string, Kept>>()

const cacheOf = (live: Space): Map<string, Kept> => {
  let cache = caches.get(live)
  if (!cache) {
    const made = new Map<string, Kept>()
    live.subscribe((topics) => {
      if (topics.includes(ACCESS_TOPIC)) made.clear()
    })
    caches.set(live, made)
    cache = made
  }
  return cache
}

/**
 * Who asks, with the grants that hold now in this space. Accounts, tokens and sessions live in the
 * live space's database; a grant holds in the one space that it names.
 *
 * A secret that was looked up is trusted for three seconds; a change published under `access`
 * (a revocation, a log-out) ends that trust at once.
 * @throws unauthenticated (401) for a bearer token that is unknown, expired or revoked. A dead cookie
 * makes a member of the public.
 */
export const resolveActor = async (
  live: Space,
  spaceName: string,
  credentials: Credentials,
  now: Date,
): Promise<Actor> => {
  const { bearer, session } = credentials
  if (bearer !== undefined) {
    const actor = await known(live, 'bearer', bearer, spaceName, now)
    if (!actor) throw unauthenticated('access.token-refused')
    return actor
  }
  if (session === undefined || session === '') return publicActor
  return (await known(live, 'session', session, spaceName, now)) ?? publicActor
}

const known = async (
  live: Space,
  door: 'bearer' | 'session',
  secret: string,
  spaceName: string,
  now: Date,
): Promise<Actor | null> => {
  const cache = cacheOf(live)
  const hash = hashSecret(secret)
  const key = `${door} ${hash.toString('base64')}`
  let kept = cache.get(key)
  if (!kept || performance.now() - kept.at > TRUST_MS) {
    if (cache.size >= MOST_KEPT) cache.clear()
    const fresh: Kept = {
      at: performance.now(),
      holder: look(live, door, hash, now),
      actors: new Map(),
    }
    cache.set(key, fresh)
    kept = fresh
    // Nothing is remembered of a failure or of a secret that opens nothing.
    const forget = () => {
      if (cache.get(key) === fresh) cache.delete(key)
    }
    fresh.holder.then((holder) => holder ?? forget(), forget)
  }
  const holder = await kept.holder
  if (!holder || holder.until <= now.getTime()) return null
  const date = localDate(now.getTime())
  const actorKey = `${spaceName} ${date}`
  let actor = kept.actors.get(actorKey)
  if (!actor) {
    actor = actorOf(holder, spaceName, date)
    kept.actors.set(actorKey, actor)
  }
  return actor
}

const actorOf = (holder: Holder, space: string, date: string): Actor => ({
  kind: holder.kind,
  id: holder.id,
  name: holder.name,
  organisation: holder.organisation,
  grants: holder.grants
    .filter((grant) => grantHolds(grant, space, date))
    .map(
      (grant): Grant => ({
        role: grant.role,
        space: grant.space,
        // Beside a service the organisation only says who governs the grant: it widens nothing.
        organisation: grant.service === null ? grant.organisation : null,
        service: grant.service,
        area: grant.area,
        municipalities: grant.municipalities,
      }),
    ),
})

const asAccess = systemActor('access')

const look = async (
  live: Space,
  door: 'bearer' | 'session',
  hash: Buffer,
  now: Date,
): Promise<Holder | null> => {
  const row = door === 'bearer' ? await tokenBehind(live, hash) : await sessionBehind(live, hash)
  if (!row || row.until <= now) return null
  const date = localDate(now.getTime())
  const grants: Holder['grants'] = []
  for (const grant of row.grants) {
    grants.push({ ...grant, municipalities: await municipalitiesOf(live.db, grant.area, date) })
  }
  await noteUse(live, door, hash, row, now)
  const { kind, id, name, organisationId, until } = row
  return {
    kind,
    id,
    name,
    organisation: organisationId,
    until: until.getTime(),
    grants,
  }
}

const grantsOf = (column: 'account_id' | 'token_id', of: string) => sql<StoredGrant[]>`
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'space', g.space,
      'organisation', g.organisation_id, 'service', g.service_id, 'area', g.area,
      'validFrom', lower(g.valid), 'validUntil', upper(g.valid) - 1))
    FROM access.role_grant g
    WHERE g.${sql.raw(column)} = ${sql.raw(of)} AND g.revoked_at IS NULL), '[]')`

const tokenBehind = async (live: Space, hash: Buffer): Promise<Found | undefined> => {
  const { rows } = await live.pool.query<Found>({
    name: 'access.token_behind',
    text: 'SELECT * FROM access.token_behind($1)',
    values: [hash],
  })
  return rows[0]
}

const sessionBehind = async (live: Space, hash: Buffer): Promise<Found | undefined> => {
  const { rows } = await read(live, asAccess, (tx) =>
    sql<Found>`
    SELECT 'person' AS kind, a.id, a.name, a.organisation_id, s.expires_at AS until, s.created_at,
      s.last_seen AS used_at, ${grantsOf('account_id', 'a.id')} AS grants
    FROM access.session s JOIN access.account a ON a.id = s.account_id
    WHERE s.id_hash = ${hash} AND s.ended_at IS NULL AND a.disabled_at IS NULL
    UNION ALL
    SELECT 'link', t.id, t.name, t.organisation_id, least(s.expires_at, t.expires_at), s.created_at,
      s.last_seen, ${grantsOf('token_id', 't.id')}
    FROM access.session s JOIN access.token t ON t.id = s.token_id
    WHERE s.id_hash = ${hash} AND s.ended_at IS NULL AND t.revoked_at IS NULL`.execute(tx),
  )
  return rows[0]
}

/** An area that does not exist today (a region before its merger) gives nothing. */
const municipalitiesOf = async (
  db: Db,
  area: string | null,
  date: string,
): Promise<string[] | null> => {
  if (area === null) return null
  try {
    return await municipalitiesIn(db, area, date)
  } catch (error) {
    if (error instanceof VaernError) return []
    throw error
  }
}

const noteUse = async (
  live: Space,
  door: 'bearer' | 'session',
  hash: Buffer,
  row: Found,
  now: Date,
): Promise<void> => {
  const age = row.usedAt === null ? Number.POSITIVE_INFINITY : now.getTime() - row.usedAt.getTime()
  if (age < (door === 'bearer' ? TOKEN_USE_MS : SESSION_SEEN_MS)) return
  await write(live, asAccess, async (tx) => {
    if (row.kind !== 'person') await noteTokenUse(tx, row.id, now)
    if (door === 'session') {
      const ends = new Date(sessionEnds(row.createdAt.getTime(), now.getTime()))
      await sql`UPDATE access.session SET last_seen = ${now}, expires_at = ${ends}
        WHERE id_hash = ${hash} AND ended_at IS NULL`.execute(tx)
    }
  })
}

export const noteTokenUse = async (tx: Tx, token: string, now: Date): Promise<void> => {
  await sql`INSERT INTO access.token_use VALUES (${token}, ${now}) ON CONFLICT (token_id)
    DO UPDATE SET last_used_at = excluded.last_used_at
    WHERE token_use.last_used_at < excluded.last_used_at`.execute(tx)
}
