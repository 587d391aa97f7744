import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '#kit/db/index.ts'
import { readCursor, writeCursor } from '#kit/http/cursor.ts'
import type { HotlineFacts } from '../queries.ts'
import type { Audience } from '../schema.ts'

const PAGE = 50

const byStep = z.tuple([z.int(), z.string(), z.string()])

/**
 * All lines that the actor may see, also ended ones and those to come, first whom to ask first
 * (HOT-03), a page at a time. @throws invalid 422 `cursor-invalid`
 */
export const listHotlines = async (
  tx: Tx,
  asked: { audience?: Audience | undefined; cursor?: string | undefined },
): Promise<{ hotlines: HotlineFacts[]; next: string | null }> => {
  const [step = 0, name = '', id = ''] = readCursor(asked.cursor, byStep) ?? []
  const { rows } = await sql<HotlineFacts>`
    SELECT id, name, topic, audience, phones, email, owner, municipality, opening_hours, escalation_step,
      acute, documented_from::text AS documented_from, valid_until::text AS valid_until, reconstructed,
      fictional, source, version
    FROM services.hotline
    WHERE (${asked.audience ?? null}::text IS NULL OR audience = ${asked.audience ?? null})
      AND (${step} = 0 OR (escalation_step, name COLLATE "C", id::text) > (${step}::int, ${name} COLLATE "C", ${id}))
    ORDER BY escalation_step, name COLLATE "C", id::text LIMIT ${PAGE + 1}`.execute(tx)
  const hotlines = rows.slice(0, PAGE)
  const last = hotlines.at(-1)
  return {
    hotlines,
    next:
      rows.length > PAGE && last ? writeCursor([last.escalationStep, last.name, last.id]) : null,
  }
}
