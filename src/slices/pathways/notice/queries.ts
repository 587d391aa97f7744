import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#kit/db/index.ts'
import { databaseMoment, readCursor, writeCursor } from '#kit/http/cursor.ts'
import type { CareNotice } from './schema.ts'

const columns =
  sql.raw(`id, pathway_id, person_id, organisation_id, to_organisation_id, municipality, kind, text, text_en,
  contact_name, contact_phone, created_at, mailed_at, seen_at, seen_by_name`)

const PAGE = 50

const unseenFirst = z.tuple([z.boolean(), databaseMoment, z.guid()])

/**
 * What these organisations have been told, unseen first and newest first, a page at a time.
 * @throws invalid `cursor-invalid`
 */
export const noticesTo = async (
  db: Db,
  organisations: readonly string[],
  cursor: string | null = null,
  limit = PAGE,
): Promise<{ notices: CareNotice[]; next: string | null }> => {
  const after = readCursor(cursor, unseenFirst)
  const [seen = false, at = null, id = null] = after ?? []
  const { rows } = await sql<CareNotice & { exact: string }>`
    SELECT ${columns}, created_at::text AS exact FROM pathways.notice
    WHERE to_organisation_id = ANY (${[...organisations]}::uuid[])
      AND (${after === null} OR (seen_at IS NOT NULL)::integer > ${seen ? 1 : 0}
        OR ((seen_at IS NOT NULL) = ${seen}
          AND (created_at, id) < (${at}::timestamptz, ${id}::uuid)))
    ORDER BY seen_at IS NOT NULL, created_at DESC, id DESC LIMIT ${limit + 1}`.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    notices: page.map(({ exact: _, ...notice }) => notice),
    next:
      rows.length > limit && last ? writeCursor([last.seenAt !== null, last.exact, last.id]) : null,
  }
}

/** What was told about a pathway and to whom, newest first: of one's own and what one was told. */
export const noticesAbout = async (db: Db, pathway: string): Promise<CareNotice[]> => {
  const { rows } = await sql<CareNotice>`
    SELECT ${columns} FROM pathways.notice WHERE pathway_id = ${pathway}
    ORDER BY created_at DESC, id LIMIT 50`.execute(db)
  return rows
}
