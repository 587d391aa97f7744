import { sql } from 'kysely'
import { h } from 'preact'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#kit/auth/actor.ts'
import { systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makeInvolvement, makePerson, professionalActor } from '../factory.ts'
import { involvedFollowers, peopleSlice } from '../index.ts'
import { planParts } from './parts.ts'
import { findContact, findPlan, listAssessments, openModes } from './queries.ts'

let server: TestServer
beforeAll(async () => {
  server = await sliceServer([peopleSlice])
})
afterAll(() => server.close())
afterEach(() => {
  planParts.length = 0
})

const today = localDate(Date.now())
const soon = addDays(today, 10)

const somebody = async (made: { name?: string; alias?: string } = {}) => {
  const organisation = await write(server.live, systemActor('test'), (tx) =>
    addTestOrganisation(tx),
  )
  const actor = professionalActor(organisation)
  const person = await makePerson(server.live, { organisation, ...made })
  return { organisation, actor, person, url: `/people/${person}/plan` }
}

const field = (text: string, name: string): string =>
  new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(text)?.[1] ?? ''

/** Opens a form, fills it in on top of its hidden fields and sends it. */
const send = async (url: string, actor: Actor, typed: Record<string, string>) => {
  const shown = await server.page(url, { actor })
  const hidden: Record<string, string> = { key: field(shown.text, 'key') }
  const version = field(shown.text, 'version')
  if (version !== '') hidden.version = version
  return server.page(url, { actor, form: { ...hidden, ...typed } })
}

const planOf = (actor: Actor, person: string) =>
  read(server.live, actor, (tx) => findPlan(tx, person))

describe('the plan page', () => {
  it('PER-04 an edit tells those who are involved, and not whoever waits for the same place', async () => {
    const { actor, person, url } = await somebody()
    let asked = 0
    const follow = async () => {
      asked += 1
    }
    involvedFollowers.push(follow)
    try {
      const typed = { words: 'Sove inde', wordsBy: 'person' }
      expect((await send(`${url}/goals/new`, actor, typed)).status).toBe(303)
      const api = { actor, body: typed }
      const { status } = await server.json('POST', `/api/v1/people/${person}/plan/goals`, api)
      expect(status).toBe(201)
      expect(asked).toBe(0)
    } finally {
      involvedFollowers.splice(involvedFollowers.indexOf(follow), 1)
    }
  })

  it('INT-01 INT-03 one page holds wish, goals in the person’s order, steps with owner and day, and progress', async () => {
    const { actor, person, url } = await somebody({ name: 'Jens Opdigtet' })
    await send(`${url}/wish`, actor, {
      wish: 'Et sted at bo',
      wishBy: 'person',
      coordinator: 'Lone',
    })
    await send(`${url}/goals/new`, actor, { words: 'Sove inde', wordsBy: 'person' })
    await send(`${url}/goals/new`, actor, { words: 'Få tænder', wordsBy: 'person', priority: '1' })
    await send(`${url}/steps/new`, actor, {
      words: 'Ringe til klinikken',
      owner: 'Lone',
      dueOn: '2020-03-01',
    })
    const to = await send(`${url}/progress`, actor, { words: 'Sov inde to nætter' })
    expect(to.to).toBe(`/people/${person}?saved=progress`)
    const { text, status } = await server.page(`/people/${person}?saved=progress`, { actor })
    expect(status).toBe(200)
    for (const said of [
      'Et sted at bo',
      'own words',
      'Lone',
      'Sov inde to nætter',
      'Overdue',
      'Saved.',
    ]) {
      expect(text).toContain(said)
    }
    // Neither the title nor any address says who it is.
    expect(/<title>([^<]*)/.exec(text)?.[1]).not.toContain('Jens')
  })

  it('RES-04 a wish that staff wrote alone is marked, and so is a list of goals without the person', async () => {
    const { actor, person, url } = await somebody()
    await send(`${url}/wish`, actor, { wish: 'Bør flytte' })
    await send(`${url}/goals/new`, actor, { words: 'Bør drikke mindre' })
    const { text } = await server.page(`/people/${person}`, { actor })
    expect(text).toContain('The staff’s view')
    expect(text).toContain('not made together with the person')
    expect((await planOf(actor, person)).wish?.wishBy).toBe('staff-view')
  })

  it('RES-02 during the quiet days of a stay steps are folded away and none is called overdue', async () => {
    const { actor, person, url } = await somebody()
    await send(`${url}/steps/new`, actor, { words: 'Møde', owner: 'Mads', dueOn: '2020-03-01' })
    planParts.push({
      key: 'stay',
      order: 10,
      source: null,
      say: () => ({ section: h('p', null, 'Værelse 3'), quietUntil: soon }),
    })
    const { text } = await server.page(`/people/${person}`, { actor })
    expect(text).toContain('Calm first days')
    expect(text).toContain('Værelse 3')
    expect(text).not.toContain('Overdue')
    expect(text).toMatch(/<details><summary>Show what was agreed \(1\)/)
    planParts.splice(0, 1, {
      key: 'stay',
      order: 10,
      source: null,
      say: () => ({ section: null, quietUntil: addDays(today, -1) }),
    })
    expect((await server.page(`/people/${person}`, { actor })).text).toContain('Overdue')
  })

  it('a stranger, and a guess, get the same refusal, and it is logged', async () => {
    const { person } = await somebody()
    const other = await somebody()
    const guess = '00000000-0000-4000-8000-000000000001'
    for (const path of ['', '/plan/wish', '/plan/contact', '/plan/print']) {
      const asked = await server.page(`/people/${person}${path}`, { actor: other.actor })
      const guessed = await server.page(`/people/${guess}${path}`, { actor: other.actor })
      expect([asked.status, asked.text]).toEqual([guessed.status, guessed.text])
      expect(asked.status).toBe(403)
    }
    const { rows } = await server.made.ownerPool.query(
      `SELECT count(*)::int AS n FROM people.access_log WHERE person_id = $1 AND what = 'refused'`,
      [person],
    )
    expect(rows[0].n).toBe(4)
  })

  it('PER-07 an interpreter is asked for by the name of the language, and shown by it', async () => {
    const { person, actor } = await somebody()
    const path = `/people/${person}/plan/contact`
    const form = { version: '0', phoneShared: 'no' }
    const strange = await server.page(path, { actor, form: { ...form, interpreter: 'klingonsk' } })
    expect(strange.status).toBe(422)
    expect(strange.text).toContain('We do not know the language')
    const said = await server.page(path, { actor, form: { ...form, interpreter: 'polsk' } })
    expect(said.status).toBe(303)
    expect((await server.page(path, { actor })).text).toMatch(
      /name="interpreter"[^>]*value="Polish"|value="Polish"[^>]*name="interpreter"/,
    )
  })

  it('nobody can reach a goal of another person through one they know', async () => {
    const one = await somebody()
    const two = await somebody()
    await send(`${two.url}/goals/new`, two.actor, { words: 'Hemmeligt', wordsBy: 'person' })
    const [goal] = (await planOf(two.actor, two.person)).goals
    const asked = await server.page(`${one.url}/goals/${goal?.id}`, { actor: one.actor })
    expect(asked.status).toBe(404)
    const sent = await server.page(`${one.url}/goals/${goal?.id}`, {
      actor: one.actor,
      form: { version: '1', words: 'Overskrevet', wordsBy: 'person' },
    })
    expect(sent.status).toBe(403)
    expect((await planOf(two.actor, two.person)).goals[0]?.words).toBe('Hemmeligt')
  })
})

describe('edits', () => {
  it('INT-01 two edits at once: the second gets both versions, by whom and when, and may send its own on top', async () => {
    const { actor, person, url } = await somebody()
    await send(`${url}/wish`, actor, { wish: 'Først', wishBy: 'person' })
    const mine = await server.page(`${url}/wish`, { actor })
    await send(`${url}/wish`, actor, { wish: 'En andens', wishBy: 'staff-view' })
    const form = {
      key: field(mine.text, 'key'),
      version: field(mine.text, 'version'),
      wish: 'Min tekst',
      wishBy: 'person',
      coordinator: '',
    }
    const stale = await server.page(`${url}/wish`, { actor, form })
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('Somebody else has edited it while you wrote')
    expect(stale.text).toContain(actor.name)
    expect(stale.text).toMatch(/<td[^>]*>Min tekst<\/td><td[^>]*>En andens<\/td>/)
    expect((await planOf(actor, person)).wish?.wish).toBe('En andens')
    const again = await server.page(`${url}/wish`, {
      actor,
      form: { ...form, key: field(stale.text, 'key'), version: field(stale.text, 'version') },
    })
    expect(again.to).toContain('saved=wish')
    expect((await planOf(actor, person)).wish).toMatchObject({ wish: 'Min tekst', version: 3 })
  })

  it('INT-01 a half-loaded form wipes nothing that it did not carry, and without a version it is refused', async () => {
    const { actor, person, url } = await somebody()
    await send(`${url}/wish`, actor, { wish: 'Et sted', wishBy: 'person', coordinator: 'Lone' })
    const half = { key: 'half', version: '1', coordinator: 'Mads' }
    expect((await server.page(`${url}/wish`, { actor, form: half })).status).toBe(303)
    expect((await planOf(actor, person)).wish).toMatchObject({
      wish: 'Et sted',
      wishBy: 'person',
      coordinator: 'Mads',
    })
    const cut = await server.page(`${url}/wish`, { actor, form: { wish: 'Ny' } })
    expect(cut.status).toBe(422)
    expect(cut.text).toContain('Ny')
    const nothing = await server.page(`${url}/wish`, { actor, form: { version: '2' } })
    expect(nothing.status).toBe(422)
    expect((await planOf(actor, person)).wish?.version).toBe(2)
  })

  it('INT-03 a second tap on the same button adds one goal', async () => {
    const { actor, person, url } = await somebody()
    const form = { key: 'same-page', words: 'En gang', wordsBy: 'person' }
    for (const _ of [1, 2]) await server.page(`${url}/goals/new`, { actor, form })
    expect((await planOf(actor, person)).goals).toHaveLength(1)
  })

  it('INT-03 goals and steps are dropped, never deleted, and done in one tap', async () => {
    const { actor, person, url } = await somebody()
    await send(`${url}/goals/new`, actor, { words: 'Mål', wordsBy: 'person' })
    await send(`${url}/steps/new`, actor, { words: 'Skridt', owner: 'Ida', dueOn: soon })
    const before = await planOf(actor, person)
    await send(`${url}/goals/${before.goals[0]?.id}`, actor, { status: 'dropped' })
    const form = { key: 'tap', version: '1', status: 'done' }
    await server.page(`${url}/steps/${before.steps[0]?.id}`, { actor, form })
    const after = await planOf(actor, person)
    expect(after.goals[0]).toMatchObject({ words: 'Mål', wordsBy: 'person', status: 'dropped' })
    expect(after.steps[0]).toMatchObject({ words: 'Skridt', status: 'done', doneOn: today })
  })

  it('ACT-05 PER-09 SEC-04 a score, the right to stay and a number are refused beside the field, and what was typed stays', async () => {
    const { actor, person, url } = await somebody()
    const refused = [
      ['progress', '7/10', 'never a number'],
      ['progress', 'Mangler opholdstilladelse', 'right to stay'],
      ['goals/new', 'Hans nummer er 310203-0000', 'CPR number'],
    ] as const
    for (const [path, words, why] of refused) {
      const { status, text } = await send(`${url}/${path}`, actor, { words })
      expect([status, text.includes(why), text.includes(words)], words).toEqual([422, true, true])
    }
    const plan = await planOf(actor, person)
    expect([plan.goals, plan.progress]).toEqual([[], []])
  })
})

describe('beside the plan', () => {
  it('ACT-06 a special way shows at the top with its review; without a day it is refused; it is extended and ended', async () => {
    const { actor, person, url } = await somebody()
    const way = { mode: 'meet-outdoors', reason: 'Trives ikke inde' }
    expect((await send(`${url}/modes`, actor, way)).status).toBe(422)
    await send(`${url}/modes`, actor, { ...way, reviewOn: soon })
    expect((await server.page(`/people/${person}`, { actor })).text).toContain('Trives ikke inde')
    const [mode] = await read(server.live, actor, (tx) => openModes(tx, person))
    const move = (seenReviewOn: string, more: Record<string, string>) =>
      server.page(`${url}/modes/${mode?.id}`, { actor, form: { seenReviewOn, ...more } })
    expect((await move(soon, { reviewOn: addDays(soon, 30) })).status).toBe(303)
    // Made from what it was before: refused, and nothing ends by mistake.
    expect((await move(soon, { end: 'yes' })).status).toBe(409)
    expect((await move(addDays(soon, 30), { end: 'yes' })).status).toBe(303)
    expect(await read(server.live, actor, (tx) => openModes(tx, person))).toEqual([])
  })

  it('DEV-03 green over a risk note shows the note and asks why; a signed reason lets it through; all is kept', async () => {
    const { actor, person, url } = await somebody()
    const risk = 'Går ud på gaden, når han er alene'
    await send(`${url}/need`, actor, {
      colour: 'yellow',
      reasons: 'Støtte hver uge',
      riskNote: risk,
    })
    const shown = await server.page(`${url}/need`, { actor })
    expect(shown.text).toContain(risk)
    const green = { colour: 'green', reasons: 'Går godt', riskNote: risk }
    const refused = await send(`${url}/need`, actor, green)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(risk)
    expect(refused.text).toMatch(/f-despiteRisk-error/)
    const removed = await send(`${url}/need`, actor, { ...green, riskNote: '' })
    expect(removed.status).toBe(422)
    const signed = await send(`${url}/need`, actor, {
      ...green,
      despiteRisk: 'Bor nu hos sin søster',
    })
    expect(signed.status).toBe(303)
    const history = await read(server.live, actor, (tx) => listAssessments(tx, person))
    expect(history.map(({ colour }) => colour)).toEqual(['green', 'yellow'])
    // On every page about the person: the colour is never seen without who signed it.
    for (const page of ['', '/consents']) {
      expect((await server.page(`/people/${person}${page}`, { actor })).text).toMatch(
        new RegExp(`Green[\\s\\S]*Judged by ${actor.name}`),
      )
    }
  })

  it('DEV-03 a half-loaded judgement does not lose the risk note', async () => {
    const { actor, person, url } = await somebody()
    await send(`${url}/need`, actor, { colour: 'red', reasons: 'Alene', riskNote: 'Fald' })
    await send(`${url}/need`, actor, { colour: 'yellow', reasons: 'Bedre' })
    const [newest] = await read(server.live, actor, (tx) => listAssessments(tx, person))
    expect(newest).toMatchObject({ colour: 'yellow', riskNote: 'Fald' })
  })

  it('PER-07 PER-08 Digital Post is refused for one who is not digital; the page says what to use instead', async () => {
    const { actor, person, url } = await somebody()
    const post = { digital: 'no', channel: 'digital-post' }
    const refused = await send(`${url}/contact`, actor, post)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('The person is not digital. Choose another way')
    const placed = { digital: 'no', channel: 'place', via: 'Opdigtet Café', meeting: 'in-person' }
    expect((await send(`${url}/contact`, actor, placed)).status).toBe(303)
    const { text } = await server.page(`${url}/contact`, { actor })
    expect(text).toContain('Use instead: A place where they come.')
    expect(text).toContain('A deadline runs only from the day')
    expect(await read(server.live, actor, (tx) => findContact(tx, person))).toMatchObject(placed)
    // The same by SQL, past every rule of ours.
    const update = write(server.live, actor, (tx) =>
      sql`UPDATE people.contactability SET channel = 'digital-post' WHERE person_id = ${person}`.execute(
        tx,
      ),
    )
    await expect(update).rejects.toMatchObject({ constraint: 'contact_not_digital' })
  })

  it('PER-09 circumstances are answered yes, no or unknown with who said it; unsaid stays unknown', async () => {
    const { actor, person, url } = await somebody()
    const missing = await send(`${url}/circumstances`, actor, { 'c.dog': 'yes' })
    expect([missing.status, missing.text.includes('Choose who says so')]).toEqual([422, true])
    await send(`${url}/circumstances`, actor, {
      saidBy: 'person',
      'c.dog': 'yes',
      'c.can-be-alone': 'no',
    })
    const { text } = await server.page(`/people/${person}`, { actor })
    expect(text).toContain('Has a dog: yes (says the person)')
    expect(text).toContain('Can be alone at night: no')
    expect(text).toMatch(/Unknown \(15\)<.*Uses a wheelchair/)
  })

  it('SEC-04 paper carries initial and code, also inside the text, and the name where it is asked for; each print is logged', async () => {
    const { actor, person, url } = await somebody({ name: 'Jens Opdigtet' })
    await send(`${url}/wish`, actor, { wish: 'Jens vil bo i Vejle', wishBy: 'person' })
    const plain = await server.page(`${url}/print`, { actor })
    expect(plain.text).not.toContain('Jens')
    expect(plain.text).toContain('J. vil bo i Vejle')
    const named = await server.page(`${url}/print?name=yes`, { actor })
    expect(named.text).toContain('Jens Opdigtet')
    const { rows } = await server.made.ownerPool.query(
      `SELECT count(*)::int AS n FROM people.access_log WHERE person_id = $1 AND what = 'printed'`,
      [person],
    )
    expect(rows[0].n).toBe(2)
  })

  it('PER-06 who knows the code only works on the plan and sees neither name nor how to reach them', async () => {
    const { actor, person, url } = await somebody({ name: 'Hemmelig Opdigtet' })
    await send(`${url}/contact`, actor, { phone: '00 00 00 77', channel: 'phone' })
    await server.made.ownerPool.query(
      `UPDATE people.person SET protected = true, protection_reason = 'violence' WHERE id = $1`,
      [person],
    )
    const other = await somebody()
    await makeInvolvement(server.live, { person, organisation: other.organisation })
    await send(`${url}/goals/new`, other.actor, { words: 'Sove trygt', wordsBy: 'person' })
    for (const path of [`/people/${person}`, `${url}/print?name=yes`]) {
      const { status, text } = await server.page(path, { actor: other.actor })
      expect([status, text.includes('Hemmelig'), text.includes('00 00 00 77')]).toEqual([
        200,
        false,
        false,
      ])
      expect(text).toContain('Sove trygt')
    }
    expect((await server.page(`${url}/contact`, { actor: other.actor })).status).toBe(403)
  })
})
