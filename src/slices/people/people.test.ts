import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makeInvolvement, makePerson, professionalActor } from './factory.ts'
import { familyOf, peopleSlice } from './index.ts'

/** Test numbers from MedCom: nobody's. */
const cpr = '2509479989'
const replacement = '0703921VJ5'

let server: TestServer
let shelter: string
let centre: string
let worker: Actor
let stranger: Actor

beforeAll(async () => {
  server = await sliceServer([peopleSlice])
  await write(server.live, systemActor('test'), async (tx) => {
    shelter = await addTestOrganisation(tx, { name: 'Opdigtet herberg' })
    centre = await addTestOrganisation(tx, { name: 'Opdigtet omsorgscenter' })
  })
  worker = professionalActor(shelter)
  stranger = professionalActor(centre)
})
afterAll(() => server.close())

const rows = async (query: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(query, values)).rows
const idIn = (to: string | undefined) => /^\/people\/([0-9a-f-]{36})/.exec(to ?? '')?.[1] ?? ''
const make = (made: Partial<Parameters<typeof makePerson>[1]> = {}) =>
  makePerson(server.live, { organisation: shelter, ...made })

describe('registering', () => {
  it('PER-01 takes an alias and nothing else, in words that demand nothing', async () => {
    const empty = await server.page('/people/new', { actor: worker })
    expect(empty.status).toBe(200)
    expect(empty.text).not.toMatch(/<input[^>]*name="number"[^>]*required/)
    const sent = await server.page('/people/new', { actor: worker, form: { alias: 'Bølgen' } })
    expect(sent.status).toBe(303)
    expect(idIn(sent.to)).not.toBe('')
  })

  it('PER-01 takes a language by its name, also a rare one, and says in words what it does not know', async () => {
    const form = { alias: 'Sprogkyndig', languages: 'Polish, urdu, pashto' }
    const sent = await server.page('/people/new', { actor: worker, form })
    expect(sent.status).toBe(303)
    expect(
      await rows('SELECT languages FROM people.person WHERE id = $1', [idIn(sent.to)]),
    ).toEqual([{ languages: ['pl', 'ur', 'ps'] }])
    const unknown = await server.page('/people/new', {
      actor: worker,
      form: { ...form, languages: 'klingonsk' },
    })
    expect(unknown.status).toBe(422)
    expect(unknown.text).toContain('We do not know the language')
    expect(unknown.text).toContain('value="klingonsk"')
  })

  it('PER-01 a second tap on the same button registers once', async () => {
    const form = { alias: 'Én gang', key: crypto.randomUUID(), numberKind: 'cpr', number: cpr }
    const first = await server.page('/people/new', { actor: worker, form })
    const second = await server.page('/people/new', { actor: worker, form })
    expect(first.status).toBe(303)
    expect(second.to).toBe(first.to)
    const kept = await rows('SELECT request_hash, body::text FROM kit.idempotency')
    expect(JSON.stringify(kept)).not.toContain(cpr)
  })

  it('PER-01 refuses an invented number, an impossible date and a number as a name; stores nothing', async () => {
    const before = await rows('SELECT count(*)::int AS n FROM people.person')
    const tries: ({ said: string } & Record<string, string>)[] = [
      { alias: 'A', numberKind: 'cpr', number: '000000-0000', said: 'made-up number' },
      { alias: 'A', numberKind: 'cpr', number: '310247-9989', said: 'date in the number' },
      { alias: 'A', number: cpr, said: 'which kind of number' },
      { name: '250947-9989', said: 'does not belong in a name' },
      { said: 'what the person wants to be called' },
      { alias: 'A', birthDate: 'yesterday', said: '' },
      { alias: 'A', birthYear: 'x', said: '' },
    ]
    for (const { said, ...form } of tries) {
      const answer = await server.page('/people/new', { actor: worker, form })
      expect(answer.status, JSON.stringify(form)).toBe(422)
      expect(answer.text).toContain(said)
    }
    expect(await rows('SELECT count(*)::int AS n FROM people.person')).toEqual(before)
  })

  it('L5 takes a replacement number, keeps it sealed and shows it masked', async () => {
    const sent = await server.page('/people/new', {
      actor: worker,
      form: { alias: 'Uden CPR', numberKind: 'x-ecpr', number: replacement },
    })
    const id = idIn(sent.to)
    const shown = await server.page(`/people/${id}/identity`, { actor: worker })
    expect(shown.text).toContain('070392-••••')
    expect(shown.text).not.toContain(replacement)
    const [kept] = await rows(
      'SELECT cipher, blind, i::text FROM people.identifier i WHERE person_id = $1',
      [id],
    )
    expect(JSON.stringify(kept)).not.toContain(replacement)
    const logged = await rows(
      "SELECT after::text FROM kit.change_content JOIN kit.change USING (seq) WHERE table_name = 'people.identifier'",
    )
    expect(JSON.stringify(logged)).not.toMatch(/cipher|blind/)
  })

  it('shows both when two edit at once, and loses neither', async () => {
    const id = await make({ alias: 'Før' })
    const edit = (alias: string) =>
      server.page(`/people/${id}/edit`, { actor: worker, form: { alias, version: '1' } })
    expect((await edit('Først')).status).toBe(303)
    const second = await edit('Så')
    expect(second.status).toBe(409)
    expect(second.text).toContain('changed it meanwhile')
    expect(second.text).toContain('Først')
    expect(second.text).toContain('value="Så"')
  })

  it('rule 9: a half-loaded form mends what it carries and wipes nothing else', async () => {
    const id = await make({ name: 'Opdigtet Navn', alias: 'Før', birthYear: 1980 })
    const form = { alias: 'Nu', version: '1' }
    expect((await server.page(`/people/${id}/edit`, { actor: worker, form })).status).toBe(303)
    const body = { version: 2, birthYear: null }
    const { status } = await server.json('POST', `/api/v1/people/${id}`, { actor: worker, body })
    expect(status).toBe(200)
    expect(
      await rows('SELECT name, alias, birth_year FROM people.person WHERE id = $1', [id]),
    ).toEqual([{ name: 'Opdigtet Navn', alias: 'Nu', birth_year: null }])
  })
})

describe('finding', () => {
  it('SEC-01 lists only those I am involved with, and each time it is narrowed by a text is a line of the log', async () => {
    await make({ name: 'Zenobia Prøve' })
    const shown = await server.page('/people', { actor: worker, form: { text: 'zenobia' } })
    expect(shown.text).toContain('Zenobia Prøve')
    expect(
      await rows(
        `SELECT what, actor, person_id AS person FROM people.access_log WHERE part = 'people-filter'`,
      ),
    ).toEqual([{ what: 'listed', actor: worker.id, person: null }])
    await server.page('/people', { actor: worker, form: { text: 'zenobia' } })
    expect(await rows(`SELECT 1 FROM people.access_log WHERE part = 'people-filter'`)).toHaveLength(
      2,
    )
    const fishing = await server.page('/people', { actor: stranger, form: { text: 'zenobia' } })
    expect(fishing.text).not.toContain('Zenobia Prøve')
  })

  it('pages by a cursor that says nothing, with nobody twice and nobody left out', async () => {
    const own = await write(server.live, systemActor('test'), (tx) => addTestOrganisation(tx))
    const actor = professionalActor(own)
    for (let n = 0; n < 7; n++) await make({ organisation: own, name: 'Samme Navn' })
    const seen: string[] = []
    let cursor: unknown = null
    do {
      const query: string = cursor ? `&cursor=${cursor}` : ''
      const { data } = await server.json('GET', `/api/v1/people?limit=3${query}`, { actor })
      seen.push(...(data.people as { id: string }[]).map((card) => card.id))
      cursor = data.next
    } while (cursor)
    expect(seen).toHaveLength(7)
    expect(new Set(seen).size).toBe(7)
  })

  it('SEC-01 looks up an exact number among those I am involved with only, and logs it', async () => {
    const number = '2103009996'
    const id = await make()
    await server.page(`/people/${id}/numbers`, {
      actor: worker,
      form: { numberKind: 'cpr', number },
    })
    const ask = (actor: Actor, asked: string) =>
      server.page('/people/look-up', { actor, form: { number: asked } })
    expect((await ask(worker, '210300-9996')).to).toBe(`/people/${id}`)
    const missed = await ask(stranger, number)
    expect(missed.status).toBe(200)
    expect(missed.text).toContain('None of those you are involved with has that number')
    expect(missed.text).not.toContain(number)
    expect((await ask(worker, '21030099')).to).toBeUndefined()
    expect(
      await rows(
        "SELECT person_id, actor FROM people.access_log WHERE what = 'looked-up' ORDER BY seq LIMIT 2",
      ),
    ).toEqual([
      { person_id: id, actor: worker.id },
      { person_id: null, actor: stranger.id },
    ])
  })

  it('gives a stranger, a volunteer and an administrator nothing at all', async () => {
    const id = await make()
    const admin: Actor = {
      ...professionalActor(shelter),
      grants: [
        {
          role: 'admin',
          space: 'live',
          organisation: null,
          service: null,
          area: null,
          municipalities: null,
        },
      ],
    }
    for (const actor of [stranger, professionalActor(shelter, 'volunteer'), admin]) {
      for (const path of ['identity', 'duplicates']) {
        expect((await server.page(`/people/${id}/${path}`, { actor })).status).toBe(403)
      }
      const { status } = await server.json('GET', `/api/v1/people/${id}`, { actor })
      expect(status).toBe(403)
    }
  })
})

describe('protection', () => {
  it('PER-06 others see the code only from then on, and only the trusted organisation changes it', async () => {
    const id = await make({ name: 'Hemmelig Prøve' })
    await makeInvolvement(server.live, { person: id, organisation: centre })
    const refused = await server.page(`/people/${id}/protection`, {
      actor: stranger,
      form: { reason: 'violence' },
    })
    expect(refused.status).toBe(403)
    const done = await server.page(`/people/${id}/protection`, {
      actor: worker,
      form: { reason: 'violence' },
    })
    expect(done.status).toBe(303)
    const theirs = await server.page(`/people/${id}/identity`, { actor: stranger })
    expect(theirs.status).toBe(200)
    expect(theirs.text).not.toContain('Hemmelig')
    expect((await server.page('/people', { actor: stranger })).text).not.toContain('Hemmelig')
    const fished = await server.page('/people', { actor: stranger, form: { text: 'hemmelig' } })
    expect(fished.text).not.toContain(id)
    expect((await server.page(`/people/${id}/identity`, { actor: worker })).text).toContain(
      'Hemmelig Prøve',
    )
  })
})

describe('the same person, registered twice', () => {
  const merge = (keep: string, fold: string, actor = worker) =>
    server.page(`/people/${keep}/merge`, {
      actor,
      form: { fold, reason: 'Personen siger det selv' },
    })
  const family = (id: string) => read(server.live, worker, (tx) => familyOf(tx, id))
  const mergeOf = async (id: string) =>
    (await rows('SELECT id FROM people.merge WHERE folded_id = $1', [id]))[0]?.id

  it('PER-02 suggests by number or by a name that is alike and the same year, among those I see', async () => {
    const one = await make({ name: 'Mikkel Prøvesen', birthYear: 1971 })
    const other = await make({ name: 'Mikael Prøvesen', birthDate: '1971-02-03' })
    const unseen = await make({
      organisation: centre,
      name: 'Mikkel Prøvesen',
      birthYear: 1971,
    })
    const shown = await server.page(`/people/${one}/duplicates`, { actor: worker })
    expect(shown.text).toContain(other)
    expect(shown.text).not.toContain(unseen)
  })

  it('PER-02 links the two, lists them once, and can be undone', async () => {
    const one = await make({ alias: 'Ens To', birthYear: 1980 })
    const other = await make({ alias: 'Ens Too', birthYear: 1980 })
    expect((await merge(one, other)).status).toBe(303)
    expect((await family(other)).sort()).toEqual([one, other].sort())
    const list = await server.page('/people', { actor: worker, form: { text: 'ens to' } })
    expect(list.text).not.toContain(`/people/${other}`)
    expect((await merge(other, one)).text).toContain('merged the other way')
    const id = await mergeOf(other)
    const undone = await server.page(`/people/${one}/merges/${id}/undo`, {
      actor: worker,
      form: { reason: 'To forskellige' },
    })
    expect(undone.status).toBe(303)
    expect(await family(other)).toEqual([other])
    const shown = await server.page(`/people/${one}/duplicates`, { actor: worker })
    expect(shown.text).toContain('Taken apart again')
  })

  it('PER-02 differing birth dates need another person to approve', async () => {
    const one = await make({ alias: 'Dato Et', birthDate: '1980-01-01' })
    const other = await make({ alias: 'Dato To', birthDate: '1981-01-01' })
    expect((await merge(one, other)).status).toBe(303)
    expect(await family(other)).toEqual([other])
    const id = await mergeOf(other)
    const approve = (actor: Actor) =>
      server.page(`/people/${one}/merges/${id}/approve`, { actor, form: { way: 'yes' } })
    expect((await approve(worker)).status).toBe(403)
    expect((await approve(stranger)).status).toBe(403)
    expect(await family(other)).toEqual([other])
    expect((await approve(professionalActor(shelter))).status).toBe(303)
    expect((await family(other)).length).toBe(2)
  })

  it('PER-02 nobody merges with somebody whom they do not see', async () => {
    const one = await make()
    const unseen = await make({ organisation: centre })
    expect((await merge(one, unseen)).status).toBe(403)
    expect((await merge(one, crypto.randomUUID())).status).toBe(403)
  })
})
