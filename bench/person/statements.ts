/**
 * The floors' SQL: all rows of a person's plan in one statement, each table by its index on the person, as
 * the owner: nobody is asked who they are, and nothing is written down. `$1` is the person.
 */

const rows = (columns: string, from: string, order: string): string =>
  `(SELECT coalesce(json_agg(row_to_json(r)), '[]') FROM (SELECT ${columns} FROM ${from} ORDER BY ${order}) r)`

const edited = 'version, edited_at, edited_by_name'

/** The next appointments, and where the person lives or is awaited: what the page shows beside the record. */
const beside = `,
  ${rows('id, at, subject, place, meeting, companion, companion_name', `pathways.appointment WHERE person_id = p.id AND status = 'planned' AND at > now()`, 'at, id LIMIT 5')} AS appointments,
  (SELECT row_to_json(s) FROM (SELECT y.id, y.status, y.expected_from, y.expected_until, y.reserved_until, y.quiet_until, v.name
    FROM pathways.stay y JOIN services.service v ON v.id = y.service_id
    WHERE y.person_id = p.id AND (y.status = 'arrived' OR (y.status = 'reserved' AND y.reserved_until >= now()))
    ORDER BY y.status <> 'arrived', y.expected_from DESC LIMIT 1) s) AS stay`

const statement = (more: string): string => `
SELECT p.id, p.reference, p.alias, p.name, p.languages, p.protected,
  (SELECT row_to_json(w) FROM (SELECT wish, wish_by, coordinator, coordinator_organisation_id, ${edited}
    FROM people.plan WHERE person_id = p.id) w) AS wish,
  ${rows(`id, words, words_by, priority, status, ${edited}`, 'people.goal WHERE person_id = p.id', 'priority, id')} AS goals,
  ${rows(`id, goal_id, words, owner, owner_organisation_id, due_on, status, done_on, ${edited}`, 'people.step WHERE person_id = p.id', 'due_on, id')} AS steps,
  ${rows('id, goal_id, words, at, recorded_by_name', 'people.progress WHERE person_id = p.id', 'at DESC LIMIT 20')} AS progress,
  ${rows('id, mode, reason, starts_on, review_on, recorded_by_name', 'people.mode WHERE person_id = p.id AND ended_at IS NULL', 'review_on')} AS modes,
  (SELECT row_to_json(c) FROM (SELECT digital, meeting, channel, phone, phone_shared, via, interpreter, ${edited}
    FROM people.contactability WHERE person_id = p.id) c) AS contact,
  ${rows('DISTINCT ON (criterion) criterion, answer, said_by, recorded_at', 'people.circumstance WHERE person_id = p.id', 'criterion, recorded_at DESC')} AS circumstances,
  ${rows('id, colour, reasons, risk_note, despite_risk, review_on, signed_by_name, at', 'people.assessment WHERE person_id = p.id', 'at DESC LIMIT 50')} AS assessments${more}
FROM people.person p WHERE p.id = $1`

/** What `GET /api/v1/people/:id/plan` answers. */
export const planStatement = statement('')

/** What the person's page shows. */
export const pageStatement = statement(beside)

/** A table like the access log, for a floor that writes each look down too. */
export const logDdl = `
CREATE SCHEMA IF NOT EXISTS floor;
CREATE TABLE IF NOT EXISTS floor.look (LIKE people.access_log INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING INDEXES)`

/** The rows of the page and a durable line that somebody looked, in one statement. */
export const loggedStatement = `
WITH look AS (INSERT INTO floor.look (person_id, what, part) VALUES ($1, 'opened', 'plan') RETURNING seq)
${pageStatement} AND EXISTS (SELECT FROM look)`
