import { sql } from 'kysely'
import { type Db, write } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import { familyOf, homeOf, logListed } from '#slices/people/index.ts'
import type { Appointment, MentorAnswer, MyAppointment } from './schema.ts'

const columns =
  sql.raw(`id, pathway_id, person_id, organisation_id, at, until, subject, place, meeting, language,
  interpreter, gender_wish, companion, companion_account, companion_name, companion_organisation_id, may_tell, status, version`)

/** A person's appointments, those ahead first, as row-level security shows them; also of records of the same person. */
export const appointmentsOf = async (
  db: Db,
  person: string,
  limit = 50,
): Promise<Appointment[]> => {
  const { rows } = await sql<Appointment>`
    SELECT ${columns} FROM pathways.appointment
    WHERE person_id = ANY (${await familyOf(db, person)}::uuid[])
    ORDER BY status <> 'planned', abs(extract(epoch FROM at - now())), id LIMIT ${limit}`.execute(
    db,
  )
  return rows
}

/** Those ahead, next first. */
export const nextAppointments = async (
  db: Db,
  persons: readonly string[],
  now: Date,
): Promise<Appointment[]> => {
  const { rows } = await sql<Appointment>`
    SELECT ${columns} FROM pathways.appointment
    WHERE person_id = ANY (${[...persons]}::uuid[]) AND status = 'planned' AND at > ${now}
    ORDER BY at, id LIMIT 5`.execute(db)
  return rows
}

/** One appointment; `hold` keeps others from changing it meanwhile. Null where the actor may not see it. */
export const findAppointment = async (
  db: Db,
  id: string,
  { hold = false } = {},
): Promise<Appointment | null> => {
  const { rows } = await sql<Appointment>`
    SELECT ${columns} FROM pathways.appointment WHERE id = ${id} ${hold ? sql`FOR UPDATE` : sql``}`.execute(
    db,
  )
  return rows[0] ?? null
}

/** A companion's own: a call name, when, where, and what may be told (PER-05). Nothing else is asked for. */
const myAppointments = async (db: Db): Promise<MyAppointment[]> => {
  const { rows } = await sql<MyAppointment>`
    SELECT a.id, a.person_id, c.called, a.at, a.until, a.place, a.meeting, a.language, a.interpreter, a.companion, a.may_tell, a.status
    FROM pathways.my_appointment a JOIN people.companion c ON c.id = a.person_id
    WHERE a.status = 'planned' AND a.companion IN ('asked', 'accepted')
    ORDER BY a.at, a.id LIMIT 100`.execute(db)
  return rows
}

/** The same, written down as looked at in the transaction that reads it (SEC-01). */
export const listMyAppointments = (ctx: Pick<Ctx, 'space' | 'actor'>): Promise<MyAppointment[]> =>
  write(ctx.space, ctx.actor, async (tx) => {
    const found = await myAppointments(tx)
    const persons = found.map(({ personId }) => personId)
    await logListed(tx, homeOf(ctx.actor), 'my-appointments', persons)
    return found
  })

export interface MentorNoted {
  answer: MentorAnswer
  at: Date
  byName: string
}

/** What was last written about a mentor for the time after (RES-07). */
export const mentorOf = async (db: Db, pathway: string): Promise<MentorNoted | null> => {
  const { rows } = await sql<MentorNoted>`
    SELECT replace(kind, 'mentor-', '') AS answer, at, by_name FROM pathways.event
    WHERE pathway_id = ${pathway} AND kind IN ('mentor-offered', 'mentor-accepted', 'mentor-declined')
    ORDER BY at DESC, recorded_at DESC LIMIT 1`.execute(db)
  return rows[0] ?? null
}
