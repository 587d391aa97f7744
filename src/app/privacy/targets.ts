import type pg from 'pg'
import type { Relation } from './catalogue.ts'
import { organisations, type World } from './world.ts'

/** The row of a table or view that everybody tries to reach. */
export interface Target {
  relation: Relation
  /** Of the rule: the table, and the level where there is a row for each. */
  name: string
  /** Column and value of its key. */
  key: [string, string][]
  /** As the owner sees it; of a view the key only. */
  row: Record<string, unknown>
  /** Which transaction wrote it: another one once somebody has edited it. */
  written: string
}

/** Tables of these slices that are about nobody, and why. */
export const aboutNobody: Record<string, string> = {
  'people.retention_rule': 'how long each kind of record is kept',
  'people.deletion': 'what was deleted by which rule and how much, never whose',
  'pathways.bed': 'rooms and beds by the name that the house gives them',
  'pathways.house': 'a service’s own terms for a stay',
}

/** Which of several rows, where the first one that the trusted organisation wrote is not meant. */
const which = (world: World): Record<string, string[]> => ({
  // What waits for another organisation, too: a special way of meeting waits for nobody else.
  'pathways.clock': [`kind = 'task'`],
  'people.consent': [`recipient_organisation_id = '${world.organisations.partner}'`],
  'people.involvement': [`source = 'registered'`],
  'pathways.pathway': [`level = 'social'`, `level = 'health'`],
  'pathways.event': [`level = 'social'`, `level = 'health'`],
})

/** What a view's rows are told apart by, and the row that is tried. */
const views: Record<string, { key: string; of: string }> = {
  'people.mine': { key: 'person_id', of: '$1::uuid' },
  'people.card': { key: 'id', of: '$1::uuid' },
  'people.companion': { key: 'id', of: '$1::uuid' },
  'pathways.my_appointment': {
    key: 'id',
    of: '(SELECT id FROM pathways.appointment WHERE person_id = $1)',
  },
  'pathways.my_flags': { key: 'id', of: '(SELECT id FROM pathways.flag WHERE person_id = $1)' },
}

const logs: Record<string, string> = {
  'kit.change': `subject = $1::text AND table_name = 'people.person'`,
  'kit.change_content': `seq IN (SELECT seq FROM kit.change WHERE subject = $1::text AND table_name = 'people.person')`,
}

const personColumn = (relation: Relation): string =>
  relation.name === 'people.person' ? 'id' : 'person_id'

/** @throws where a table or view has no row in the world, with a sentence that says what to add */
export const targetsOf = async (
  db: pg.ClientBase,
  world: World,
  relation: Relation,
): Promise<Target[]> => {
  const { name } = relation
  if (relation.kind === 'view') {
    const view = views[name]
    if (!view) {
      throw new Error(
        `The view ${name} shows persons to the application and is not in src/app/privacy/targets.ts: ` +
          'say there by which column its rows are told apart, and in rules.ts who may read it.',
      )
    }
    const { rows } = await db.query<{ value: string }>(`SELECT (${view.of})::text AS value`, [
      world.person,
    ])
    const value = rows[0]?.value ?? ''
    return [{ relation, name, key: [[view.key, value]], row: { [view.key]: value }, written: '' }]
  }
  const variants = which(world)[name] ?? [null]
  const targets: Target[] = []
  for (const variant of variants) {
    const organisation = relation.columns.includes('organisation_id')
      ? ` AND organisation_id = '${world.organisations.owner}'`
      : ''
    const mine = logs[name] ?? `${personColumn(relation)} = $1::uuid${organisation}`
    const { rows } = await db
      .query<{ row: Record<string, unknown>; written: string }>(
        `SELECT to_jsonb(t) AS row, t.xmin::text AS written FROM ${name} t WHERE ${mine}${variant ? ` AND ${variant}` : ''}
         ORDER BY ${relation.key[0] ?? '1'} LIMIT 1`,
        [world.person],
      )
      .catch(() => ({ rows: [] }))
    const [found] = rows
    if (!found) {
      throw new Error(
        `${name} holds or points to persons, and the world of the privacy tests has no row in it: ` +
          'add one for the person in src/app/privacy/world-person.ts, and who may do what with it in rules.ts. ' +
          'A table that is about nobody goes in `aboutNobody` in targets.ts, with the reason.',
      )
    }
    const { row, written } = found
    const level = variant?.startsWith('level') ? `, ${variant.split("'")[1]}` : ''
    const key = relation.key.map((column): [string, string] => [column, String(row[column])])
    targets.push({ relation, name: `${name}${level}`, key, row, written })
  }
  return targets
}

/** What must be said differently for a new row to be right in itself: by whom and for which organisation. */
export const newRow = (
  target: Target,
  world: World,
  organisation: string,
): Record<string, unknown> => {
  const { relation, row } = target
  const made: Record<string, unknown> = { ...row }
  const name = organisations.find((each) => world.organisations[each] === organisation) ?? 'owner'
  const own: Record<string, Record<string, unknown>> = {
    'people.involvement': {
      source: 'shared',
      legal_basis: 'law',
      legal_reference: 'SEL § 110',
      level: 'social',
    },
    'pathways.stay': { bed_id: world.houses[name].bed, service_id: world.houses[name].service },
    'pathways.pathway': { owner_organisation_id: organisation },
    'pathways.flag': { person_id: null, pathway_id: null },
    'pathways.notice': { to_organisation_id: world.organisations.owner },
  }
  if ('organisation_id' in row) made.organisation_id = organisation
  return { ...made, ...own[relation.name] }
}

/** An edit that is right in itself, where not every column can be stored as it is. */
export const edit = (
  target: Target,
  world: World,
  actor: string,
  organisation: string,
): Record<string, unknown> => {
  const { relation, row } = target
  const when = new Date().toISOString()
  const owner = organisation === world.organisations.owner
  const answer = {
    status: owner ? 'withdrawn' : 'declined',
    reason: 'Ombestemt',
    alternatives: 'Andre',
  }
  const by = (word: string) => ({
    [`${word}_at`]: when,
    [`${word}_by`]: actor,
    [`${word}_by_name`]: 'Opdigtet',
  })
  const { alternatives: _, ...handover } = answer
  const own: Record<string, Record<string, unknown>> = {
    'people.involvement': { ended_by: actor, end_reason: 'over' },
    'people.consent': by('withdrawn'),
    'people.break_glass': { ...by('reviewed'), verdict: 'justified', review_note: 'Set igennem' },
    'pathways.handover': { ...handover, ...by('answered') },
    'pathways.referral': { ...answer, ...by('decided') },
  }
  const unchanged = Object.fromEntries(relation.updatable.map((name) => [name, row[name]]))
  return own[relation.name] ?? unchanged
}
