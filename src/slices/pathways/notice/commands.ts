import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { type Space, type Tx, touch, write } from '#kit/db/index.ts'
import { notFound } from '#kit/errors/index.ts'
import type { MailMessage } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { careTopic } from '#slices/people/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import type { NoticeKind } from './schema.ts'
import { noticeTexts as t } from './texts.ts'

/** The topic of an organisation's notices. */
export const NOTICES = 'notices'

export interface Told {
  pathway: string | null
  person: string | null
  /** Who tells. */
  organisation: string
  /** Who is told in the app; null where the one to be told has no organisation here. */
  to: string | null
  municipality: string | null
  kind: NoticeKind
  /** In the language asked for: it is read in the reader's, and mailed in Danish. Names and describes nobody. */
  say: (lang: Lang) => string
  contact?: { name: string; phone: string | null; email: string | null } | null
}

/** Tells an organisation something, in the transaction of what it is about. Works inside `write()`. */
export const tell = async (tx: Tx, space: Space, told: Told): Promise<{ id: string }> => {
  const id = randomUUID()
  const contact = told.contact ?? null
  await sql`INSERT INTO pathways.notice (id, pathway_id, person_id, organisation_id, to_organisation_id, municipality,
      kind, text, text_en, contact_name, contact_phone, contact_email)
    VALUES (${id}, ${told.pathway}, ${told.person}, ${told.organisation}, ${told.to}, ${told.municipality},
      ${told.kind}, ${told.say('da')}, ${told.say('en')}, ${contact?.name ?? null}, ${contact?.phone ?? null}, ${contact?.email ?? null})`.execute(
    tx,
  )
  if (told.to !== null) touch(tx, careTopic(space, told.to, NOTICES))
  return { id }
}

/**
 * Notes that somebody of the organisation has seen it; once seen, it stays as it was.
 * @throws notFound `pathways.notice-not-found` where it is not to one of the actor's organisations
 */
export const markSeen = async (tx: Tx, space: Space, actor: Actor, id: string): Promise<void> => {
  const { rows } = await sql<{ to: string; from: string }>`
    UPDATE pathways.notice SET seen_at = coalesce(seen_at, now()), seen_by = coalesce(seen_by, kit.actor()),
      seen_by_name = coalesce(seen_by_name, ${actor.name})
    WHERE id = ${id} RETURNING to_organisation_id AS to, organisation_id AS "from"`.execute(tx)
  const [seen] = rows
  if (!seen) throw notFound('pathways.notice-not-found')
  touch(tx, careTopic(space, seen.to, NOTICES), careTopic(space, seen.from, NOTICES))
}

interface Unsent {
  id: string
  organisationId: string
  contactEmail: string
  text: string
}

/** After this a mail comes too late to be of use; the notice itself stays. */
const MAIL_WITHIN = '1 day'

/**
 * Mails the contact of each notice that has an address, once: what happened, whom to ring, and to log in. No word
 * about the person. One address that fails keeps no other from its mail, and is tried again at the next run.
 * @returns how many were sent and how many failed
 */
export const mailNotices = async (
  space: Space,
  mail: (message: MailMessage) => Promise<void>,
  loginUrl: string,
): Promise<{ sent: number; failed: number }> => {
  const system = systemActor('notices')
  const failed: string[] = []
  for (let sent = 0; ; ) {
    let claimed: string | null = null
    try {
      // Claimed and sent in one transaction: two processes never both send.
      const more = await write(space, system, async (tx) => {
        const next = await claim(tx, failed)
        if (!next) return false
        claimed = next.id
        const names = await organisationNames(tx, [next.organisationId])
        await mail({
          to: next.contactEmail,
          subject: t('da', 'mail.subject', { sender: names.get(next.organisationId) ?? '' }),
          text: t('da', 'mail.text', { text: next.text, url: loginUrl }),
        })
        return true
      })
      if (!more) return { sent, failed: failed.length }
      sent++
    } catch (error) {
      if (claimed === null) throw error
      failed.push(claimed)
    }
  }
}

const claim = async (tx: Tx, failed: readonly string[]): Promise<Unsent | undefined> => {
  const { rows } = await sql<Unsent>`
    UPDATE pathways.notice SET mailed_at = now() WHERE id = (
      SELECT id FROM pathways.notice WHERE contact_email IS NOT NULL AND mailed_at IS NULL
        AND created_at > now() - ${MAIL_WITHIN}::interval AND id <> ALL (${[...failed]}::uuid[])
      ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, organisation_id, contact_email, text`.execute(tx)
  return rows[0]
}
