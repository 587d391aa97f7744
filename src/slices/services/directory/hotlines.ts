import { sql } from 'kysely'
import type { Tx } from '#kit/db/index.ts'
import { cursorInvalid, decodeCursor, encodeCursor } from '../queries/cursor.ts'
import type { HotlineFacts } from '../queries.ts'
import type { Audience } from '../schema.ts'

const PAGE = 50

/**
 * All lines that the actor may see, also ended ones and those to come, first whom to ask first
 * (HOT-03), a page at a time. @throws `services.cursor-invalid`
 */
export const listHotlines = async (
  tx: Tx,
  asked: { audience?: Audience | undefined; cursor?: string | undefined },
): Promise<{ hotlines: HotlineFacts[]; next: string | null }> => {
  const [step = 0, name = '', id = ''] = asked.cursor ? decodeCursor(asked.cursor, 3) : []
  if (!Number.isSafeInteger(step)) throw cursorInvalid()
  const { rows } = await sql<HotlineFacts>`
    SELECT id, name, topic, audience, phones, email, owner, municipality, opening_hours, escalation_step,
      acute, documented_from::text AS documented_from, valid_until::text AS valid_until, reconstructed,
      fictional, source, version
    FROM services.hotline
    WHERE (${asked.audience ?? null}::text IS NULL OR audience = ${asked.audience ?? null})
      AND (${step} = 0 OR (escalation_step, name COLLATE "C", id::text) > (${step}::int, ${String(name)} COLLATE "C", ${String(id)}))
    ORDER BY escalation_step, name COLLATE "C", id::text LIMIT ${PAGE + 1}`.execute(tx)
  const hotlines = rows.slice(0, PAGE)
  const last = hotlines.at(-1)
  return {
    hotlines,
    next:
      rows.length > PAGE && last ? encodeCursor([last.escalationStep, last.name, last.id]) : null,
  }
}
