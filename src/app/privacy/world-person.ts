import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { testVault } from '#kit/vault/factory.ts'

/** One person with a row in every table that holds or points to somebody. A new table gets its row here. */

/** Words that stand nowhere else: whoever reads one of them has read about the person. */
export const markers = (who: string) => ({
  name: `Zølva-${who} Kvistmarkør`,
  alias: `Kaldenavn-${who}-Zyx`,
  words: `Hemmelighed-${who}-Qvz`,
  number: Buffer.from(`number-${who}`.padEnd(32, '.')),
})

type Row = Record<string, unknown>

/** Who flagged, goes along, broke in, and who wrote it all and has left since. */
export interface Accounts {
  ward: string
  companion: string
  breaker: string
  former: string
}

/** Inserts a row as it is said, columns as in the database, and gives its id. */
export const put = async (db: pg.ClientBase, table: string, row: Row): Promise<string> => {
  const columns = Object.keys(row)
  const { rows } = await db.query(
    `INSERT INTO ${table} (${columns.join(', ')})
     VALUES (${columns.map((_, at) => `$${at + 1}`).join(', ')}) RETURNING *`,
    Object.values(row),
  )
  return String((rows[0] as Row).id ?? (rows[0] as Row).person_id ?? '')
}

interface Filled {
  who: 'person' | 'hidden' | 'theirs'
  organisation: string
  to: string
  service: string
  toService: string
  bed: string
  accounts: Accounts
}

/** A person with a row in every table, all written by the organisation that they trust. */
export const fill = async (db: pg.ClientBase, made: Filled): Promise<string> => {
  const { name, alias, words, number } = markers(made.who)
  const { organisation, to, accounts } = made
  const id = randomUUID()
  const said = { name, alias, birthYear: 1971, languages: ['da'] }
  await db.query(`SELECT people.register($1, $2, $3, 'health', 'own-approach')`, [
    id,
    JSON.stringify(said),
    organisation,
  ])
  const of = { person_id: id, organisation_id: organisation }
  const add = (table: string, row: Row): Promise<string> => put(db, table, { ...of, ...row })
  await add('people.identifier', {
    kind: 'other',
    cipher: testVault.seal('Opdigtet nummer', id),
    blind: number,
  })
  const consent = await add('people.consent', {
    level: 'social',
    topics: ['situation'],
    recipient_organisation_id: to,
    recipient: 'Opdigtet modtager',
    purpose: words,
    given_how: 'written',
    witness: 'Vidne Opdigtet',
    given_at: new Date(Date.now() - 60_000),
    valid_until: new Date(Date.now() + 86_400_000),
    recorded_by_name: 'Anna Opdigtet',
  })
  await add('people.involvement', {
    organisation_id: to,
    level: 'social',
    purpose: words,
    legal_basis: 'consent',
    consent_id: consent,
    source: 'shared',
  })
  await add('people.involvement', {
    account_id: accounts.companion,
    level: 'contact',
    purpose: words,
    legal_basis: 'own-contact',
    source: 'appointment',
  })
  const broken = await add('people.involvement', {
    account_id: accounts.breaker,
    level: 'social',
    purpose: words,
    legal_basis: 'vital-interest',
    source: 'break-glass',
    starts_at: new Date(Date.now() - 7_200_000),
    ends_at: new Date(Date.now() - 3_600_000),
  })
  await add('people.break_glass', {
    involvement_id: broken,
    account_id: accounts.breaker,
    account_name: 'Berit Opdigtet',
    reason: words,
    opened_at: new Date(Date.now() - 7_200_000),
    ends_at: new Date(Date.now() - 3_600_000),
  })
  await add('people.circumstance', { criterion: 'no-cpr', answer: 'yes', said_by: 'person' })
  await add('people.contactability', { phone: '00 00 00 77', via: words, channel: 'place' })
  await add('people.assessment', {
    colour: 'red',
    reasons: words,
    risk_note: words,
    signed_by: accounts.former,
    signed_by_name: 'Anna Opdigtet',
  })
  await add('people.plan', { wish: words, wish_by: 'person' })
  const goal = await add('people.goal', { words, words_by: 'person' })
  await add('people.step', { goal_id: goal, words, owner: 'Anna Opdigtet', due_on: '2027-03-01' })
  await add('people.progress', { goal_id: goal, words, recorded_by_name: 'Anna Opdigtet' })
  await add('people.mode', {
    mode: 'meet-outdoors',
    reason: words,
    starts_on: '2026-03-01',
    review_on: '2027-03-01',
    recorded_by_name: 'Anna Opdigtet',
  })
  await add('people.hold', { reason: words })
  await add('people.access_log', { what: 'opened', part: 'plan', reason: words })
  const twin = randomUUID()
  await db.query(`SELECT people.register($1, $2, $3, 'health', 'own-approach')`, [
    twin,
    JSON.stringify({ ...said, name: `${name} tvilling` }),
    organisation,
  ])
  await add('people.merge', {
    folded_id: twin,
    reason: words,
    birth_dates_differ: false,
    asked_by_name: 'Anna Opdigtet',
    merged_at: new Date(),
  })
  await db.query('UPDATE people.person SET merged_into = $1 WHERE id = $2', [id, twin])
  await fillPathways(db, made, { id, consent })
  return id
}

const fillPathways = async (
  db: pg.ClientBase,
  made: Filled,
  person: { id: string; consent: string },
): Promise<void> => {
  const { words } = markers(made.who)
  const { organisation, to, service, accounts } = made
  const of = { person_id: person.id, organisation_id: organisation }
  const add = (table: string, row: Row): Promise<string> => put(db, table, { ...of, ...row })
  const opened: Record<string, string> = {}
  for (const level of ['social', 'health']) {
    const pathway = await add('pathways.pathway', {
      id: randomUUID(),
      definition: level === 'health' ? 'integrated-treatment' : 'act-course',
      definition_version: 1,
      level,
      state: level === 'health' ? 'referred' : 'running',
      owner_organisation_id: organisation,
      owner_account: accounts.former,
      owner_name: 'Anna Opdigtet',
    })
    opened[level] = pathway
    await add('pathways.event', {
      pathway_id: pathway,
      level,
      at: new Date(),
      kind: 'note',
      said: { note: words },
      by_name: 'Anna Opdigtet',
    })
  }
  const on = { pathway_id: opened.social }
  const soon = new Date(Date.now() + 86_400_000)
  await add('pathways.handover', {
    ...on,
    id: randomUUID(),
    to_organisation_id: to,
    message: words,
    consent_id: person.consent,
    offered_by_name: 'Anna Opdigtet',
    due_at: soon,
  })
  await add('pathways.clock', {
    ...on,
    waits_on_organisation_id: to,
    kind: 'task',
    text: words,
    due_at: soon,
  })
  await add('pathways.notice', {
    ...on,
    to_organisation_id: to,
    kind: 'handover',
    text: 'Et forløb er tilbudt jer.',
  })
  const stay = await add('pathways.stay', {
    ...on,
    id: randomUUID(),
    service_id: service,
    bed_id: made.bed,
    status: 'reserved',
    reserved_until: soon,
    original_from: '2027-01-01',
    original_until: '2027-01-05',
    expected_from: '2027-01-01',
    expected_until: '2027-01-05',
    decided_by_name: 'Anna Opdigtet',
  })
  await add('pathways.care_note', {
    stay_id: stay,
    kind: 'observation',
    text: words,
    at: new Date(),
    by_name: 'Anna Opdigtet',
  })
  await add('pathways.flag', {
    ...on,
    id: randomUUID(),
    ward: 'M2',
    bed: '4B',
    flagged_by: accounts.ward,
    flagged_by_name: 'Viggo Opdigtet',
    treating: true,
  })
  await add('pathways.referral', {
    ...on,
    id: randomUUID(),
    to_organisation_id: to,
    service_id: made.toService,
    from_name: 'Anna Opdigtet',
    assessment: words,
    situation: words,
    wanted_from: '2027-01-01',
    wanted_until: '2027-01-05',
    consent_id: person.consent,
    criteria: '[]',
    rules_seen: 'none',
    due_at: soon,
  })
  await add('pathways.discharge', { ...on, housing_note: words })
  await add('pathways.appointment', {
    ...on,
    id: randomUUID(),
    at: soon,
    subject: words,
    place: 'Opdigtet Plads',
    meeting: 'in-person',
    companion: 'accepted',
    companion_account: accounts.companion,
    companion_name: 'Vibe Opdigtet',
    companion_organisation_id: organisation,
  })
  await add('pathways.follow_up', { ...on, due_on: '2027-02-01', left_at: new Date(), note: words })
}
