import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { makeInvolvement, makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleSlice } from '#slices/people/index.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import { startClock } from '../engine/clocks.ts'
import type { Pathway } from '../engine/model.ts'
import { makePathway } from '../factory.ts'
import { pathwaysSlice } from '../index.ts'
import { csvCell } from './csv.ts'
import { boardCounts, boardRows, type Reader } from './queries.ts'

let server: TestServer
let team: string
let other: string
let worker: Actor
let colleague: Actor
let leader: Actor
let otherLeader: Actor
const pathways: Pathway[] = []
const code = new Map<string, string>()

const hours = (n: number) => new Date(Date.now() + n * 3_600_000)

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice])
  await write(server.live, systemActor('test'), async (tx) => {
    await addTestMunicipality(tx)
    await addTestMunicipality(tx, '0147', 'Frederiksberg')
    team = await addTestOrganisation(tx, { name: '=Opdigtet("formel")' })
    other = await addTestOrganisation(tx, { name: 'Opdigtet Nabo' })
  })
  worker = professionalActor(team)
  colleague = professionalActor(other)
  leader = professionalActor(team, 'leader')
  otherLeader = professionalActor(other, 'leader')
  for (const [index, municipality] of ['0101', '0147', undefined].entries()) {
    const person = await makePerson(server.live, {
      organisation: team,
      name: `Opdigtet Borger ${index}`,
    })
    const pathway = await makePathway(server.live, {
      actor: worker,
      person,
      definition: 'hospital-discharge',
      organisation: team,
      municipality,
    })
    pathways.push(pathway)
    const { rows } = await server.made.ownerPool.query(
      'SELECT reference FROM people.person WHERE id = $1',
      [person],
    )
    code.set(pathway.id, rows[0].reference)
  }
  const [first] = pathways
  if (!first) throw new Error('no pathway')
  await write(server.live, worker, (tx) =>
    startClock(tx, {
      pathway: first.id,
      person: first.person,
      organisation: team,
      waitsOn: other,
      kind: 'referral',
      text: 'Opdigtet tekst',
      startedAt: hours(-72),
      dueAt: hours(-50),
    }),
  )
})
afterAll(() => server.close())

const rowsFor = (actor: Actor, query = '') =>
  server.json('GET', `/api/v1/board${query}`, { actor }).then(({ data }) => ({
    rows: data.rows as { code: string; kind: string; pathway: string }[],
    next: data.next as string | null,
  }))

describe('REF-10 the board between two chairs', () => {
  it('shows a leader all that waits, first due first, by code and with the age in words', async () => {
    const { rows } = await rowsFor(leader)
    expect(rows.map(({ kind }) => kind)).toEqual(['referral', 'contact', 'contact', 'contact'])
    expect(rows.map((row) => row.code)).toContain(code.get(pathways[2]?.id ?? ''))
    const page = await server.page('/board', { actor: leader })
    expect(page.text).toContain('2 days overdue')
    expect(page.text).toContain('hours left')
    expect(page.text).not.toContain('Opdigtet Borger')
  })

  it('shows a professional what waits for those they are involved with, and a stranger nothing', async () => {
    const newcomer = professionalActor(team)
    expect((await rowsFor(newcomer)).rows).toHaveLength(4)
    expect((await rowsFor(colleague)).rows).toEqual([])
    const [first] = pathways
    await makeInvolvement(server.live, { person: first?.person ?? '', organisation: other })
    expect((await rowsFor(colleague)).rows.map(({ kind }) => kind)).toEqual(['referral'])
    expect((await rowsFor(otherLeader)).rows.map(({ kind }) => kind)).toEqual(['referral'])
    const volunteer = professionalActor(team, 'volunteer')
    expect((await server.page('/board', { actor: volunteer })).status).toBe(403)
  })

  it('filters by kind, area and side, and groups by area', async () => {
    const kinds = (query: string, actor = leader) =>
      rowsFor(actor, query).then(({ rows }) => rows.map(({ kind }) => kind))
    expect(await kinds('?area=0147')).toEqual(['contact'])
    expect(await kinds('?area=unknown')).toEqual(['contact'])
    expect(await kinds('?kind=referral')).toEqual(['referral'])
    expect(await kinds('?who=asked')).toEqual([])
    expect(await kinds('?who=asked', otherLeader)).toEqual(['referral'])
    expect(await kinds('?kind=nonsense&area=%27')).toHaveLength(4)
    const page = await server.page('/board?group=area', { actor: leader })
    expect(page.text).toContain('Frederiksberg')
    expect(page.text).toContain('Unknown')
  })

  it('pages by cursor without losing or repeating a row, and refuses a made-up one', async () => {
    const reader: Reader = { organisations: [team, other], leads: [team] }
    const both: Actor = { ...leader, grants: [...leader.grants, ...otherLeader.grants] }
    const seen: string[] = []
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await read(server.live, both, (tx) => boardRows(tx, reader, { cursor }, 1))
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.next ?? undefined
      more = page.next !== null
    }
    expect(seen).toHaveLength(4)
    expect(new Set(seen).size).toBe(4)
    const bad = await server.json('GET', '/api/v1/board?cursor=abc', { actor: leader })
    expect(bad).toMatchObject({ status: 422, data: { code: 'cursor-invalid' } })
  })

  it('ACT-01 keeps a code on one line, and how long is left apart from when it is due', async () => {
    const { text } = await server.page('/board', { actor: leader })
    expect(text).toContain(`<span class="nowrap">${code.get(pathways[0]?.id ?? '')}</span>`)
    expect(text).toMatch(/(left|overdue)<\/span> <time/)
    expect(text).not.toMatch(/(left|overdue)<\/span><time/)
  })

  it('counts by kind and area, from the reader’s own rows only', async () => {
    const count = (actor: Actor, organisation: string) => {
      const reader = { organisations: [organisation], leads: [organisation] }
      return read(server.live, actor, async (tx) => {
        const { kinds, areas } = await boardCounts(tx, reader, new Date())
        return { kinds: Object.fromEntries(kinds), areas: Object.fromEntries(areas) }
      })
    }
    expect(await count(leader, team)).toEqual({
      kinds: {
        contact: { waiting: 3, overdue: 0 },
        referral: { waiting: 1, overdue: 1 },
      },
      areas: {
        '0101': { waiting: 2, overdue: 1 },
        '0147': { waiting: 1, overdue: 0 },
        unknown: { waiting: 1, overdue: 0 },
      },
    })
    // Of another's rows only those that wait for the reader, whatever is asked for.
    expect((await count(otherLeader, team)).kinds).toEqual({
      referral: { waiting: 1, overdue: 1 },
    })
    const stranger = professionalActor(crypto.randomUUID(), 'leader')
    expect(await count(stranger, team)).toEqual({ kinds: {}, areas: {} })
  })

  it('exports codes without a name or a formula, and the export is logged', async () => {
    const file = await server.page('/board.csv', { actor: worker })
    expect(file.status).toBe(200)
    expect(file.text).not.toContain('Opdigtet Borger')
    expect(file.text).not.toContain('Opdigtet tekst')
    expect(file.text).toContain(`"'=Opdigtet(""formel"")"`)
    expect(file.text.trim().split('\r\n')).toHaveLength(5)
    const { rows } = await server.made.ownerPool.query(
      `SELECT part FROM people.access_log WHERE what = 'exported' AND actor = $1`,
      [worker.id],
    )
    expect(rows).toEqual([{ part: 'board' }])
    for (const formula of ['=1+1', '+1', '-1', '@x', '\t=1', ' =1']) {
      expect(csvCell(formula).replaceAll('"', '')).toMatch(/^'/)
    }
    expect(csvCell('a;b')).toBe('"a;b"')
  })

  it('PER-06 a protected person is a code here as everybody else', async () => {
    const [, second] = pathways
    await server.made.ownerPool.query(
      `UPDATE people.person SET protected = true, protection_reason = 'violence' WHERE id = $1`,
      [second?.person],
    )
    const page = await server.page('/board', { actor: leader })
    expect(page.text).toContain(code.get(second?.id ?? ''))
    expect(page.text).not.toContain('Opdigtet Borger')
  })
})
