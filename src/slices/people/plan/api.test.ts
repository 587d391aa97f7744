import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makePerson, professionalActor } from '../factory.ts'
import { peopleSlice } from '../index.ts'

let server: TestServer
beforeAll(async () => {
  server = await sliceServer([peopleSlice])
})
afterAll(() => server.close())

const somebody = async () => {
  const organisation = await write(server.live, systemActor('test'), (tx) =>
    addTestOrganisation(tx),
  )
  const person = await makePerson(server.live, { organisation })
  const actor = professionalActor(organisation)
  const url = `/api/v1/people/${person}/plan`
  const post = (path: string, body: unknown, key?: string, by: Actor = actor) =>
    server.json('POST', `${url}${path}`, { actor: by, body, key })
  const get = (path = '', by: Actor = actor) => server.json('GET', `${url}${path}`, { actor: by })
  return { organisation, person, actor, url, post, get }
}

interface Item {
  id: string
  version: number
  words: string
  status: string
}

describe('API of the plan', () => {
  it('INT-01 writes and reads the whole plan, each edit by its version', async () => {
    const { post, get, actor } = await somebody()
    expect((await post('', { version: 0, wish: 'Et sted', wishBy: 'person' })).data).toMatchObject({
      version: 1,
    })
    const goal = await post('/goals', { words: 'Sove inde', wordsBy: 'person' })
    expect(goal.status).toBe(201)
    const step = await post('/steps', {
      words: 'Ringe',
      owner: 'Ida',
      dueOn: '2030-01-01',
      goal: goal.data.id,
    })
    await post(`/steps/${step.data.id}`, { version: 1, status: 'dropped' })
    await post('/progress', { words: 'Sov inde', goal: goal.data.id })
    await post('/circumstances', {
      answers: [{ criterion: 'can-be-alone', answer: 'unknown', saidBy: 'person' }],
    })
    await post('/contact', { version: 0, digital: 'no', channel: 'place', via: 'Opdigtet Café' })
    expect(
      (await post('/assessments', { colour: 'yellow', reasons: 'Støtte hver uge' })).status,
    ).toBe(201)
    const { data, status } = await get()
    expect(status).toBe(200)
    expect(data).toMatchObject({
      wish: { wish: 'Et sted', wishBy: 'person', editedByName: actor.name },
      goals: [{ words: 'Sove inde' }],
      steps: [{ status: 'dropped', goal: goal.data.id }],
      circumstances: [{ criterion: 'can-be-alone', answer: 'unknown', saidBy: 'person' }],
      contact: { digital: 'no', version: 1 },
      assessments: [{ colour: 'yellow', signedByName: actor.name }],
    })
    expect(JSON.stringify(data)).not.toContain('recordedBy"')
  })

  it('INT-01 a stale edit gets 409 with what is stored and what was sent; nothing is overwritten', async () => {
    const { post, get } = await somebody()
    const { id } = (await post('/goals', { words: 'Først', wordsBy: 'person' })).data
    await post(`/goals/${id}`, { version: 1, words: 'En andens', wordsBy: 'person' })
    const stale = await post(`/goals/${id}`, { version: 1, words: 'Min' })
    expect(stale.status).toBe(409)
    expect(stale.data).toMatchObject({
      code: 'people.stale-edit',
      current: { words: 'En andens', version: 2 },
      yours: { words: 'Min', version: 1 },
    })
    expect(((await get()).data.goals as Item[])[0]?.words).toBe('En andens')
  })

  it('INT-03 the same Idempotency-Key adds one goal, also where the first answer was lost and others wrote since', async () => {
    const { post, get } = await somebody()
    const first = await post('/goals', { words: 'En gang' }, 'k1')
    const again = await post('/goals', { words: 'En gang' }, 'k1')
    expect(again.data).toEqual(first.data)
    expect(again.headers['idempotent-replay']).toBe('true')
    const edit = { version: 1, words: 'Rettet', wordsBy: 'person' }
    await post(`/goals/${first.data.id}`, edit, 'k2')
    await post(`/goals/${first.data.id}`, { version: 2, words: 'Videre' }, 'k3')
    expect((await post(`/goals/${first.data.id}`, edit, 'k2')).status).toBe(200)
    expect((await get()).data.goals).toMatchObject([{ words: 'Videre', version: 3 }])
  })

  it('PER-07 PER-08 says whether a message may go, what to use instead, and when a deadline runs', async () => {
    const { post, get } = await somebody()
    await post('/contact', { version: 0, digital: 'no', channel: 'contact-person', via: 'Lone' })
    expect((await get('/reach?way=digital-post')).data).toEqual({
      verdict: 'blocked',
      reason: 'not-digital',
      instead: 'contact-person',
      deadline: { from: null, warning: 'no-delivery-evidence' },
    })
    expect((await get('/reach?way=letter&deliveredOn=2026-03-09')).data).toMatchObject({
      deadline: { from: '2026-03-09', warning: null },
    })
    const post2 = await post('/contact', { version: 1, channel: 'digital-post' })
    expect([post2.status, post2.data.code]).toEqual([422, 'people.not-digital'])
  })

  it.each([
    [
      'PER-09',
      '/circumstances',
      { answers: [{ criterion: 'no-permit', answer: 'yes', saidBy: 'person', note: 'fra syd' }] },
    ],
    [
      'PER-09',
      '/circumstances',
      { answers: [{ criterion: 'nationality', answer: 'yes', saidBy: 'person' }] },
    ],
    ['PER-09', '/goals', { words: 'Er papirløs' }],
    ['ACT-05', '/progress', { words: '8 / 10' }],
    ['ACT-05', '/progress', { words: 'Bedre', score: 8 }],
    ['ACT-06', '/modes', { mode: 'check-alive', reason: 'Set sjældent' }],
    ['ACT-06', '/modes', { mode: 'check-alive', reason: 'Set sjældent', reviewOn: '2020-01-01' }],
    ['DEV-03', '/assessments', { colour: 'orange', reasons: 'Mellem' }],
    ['DEV-03', '/assessments', { colour: 'green' }],
    ['INT-01', '', { wish: 'Uden version' }],
    ['INT-01', '', { version: 0 }],
  ])('%s refuses %s %j and stores nothing', async (_id, path, body) => {
    const { post, get } = await somebody()
    const before = (await get()).data
    expect((await post(path, body)).status).toBe(422)
    expect((await get()).data).toEqual(before)
  })

  it('DEV-03 a machine’s token signs no judgement', async () => {
    const { post, actor } = await somebody()
    const said = { colour: 'green', reasons: 'Beregnet' }
    const answer = await post('/assessments', said, undefined, {
      ...actor,
      id: 'token-1',
      kind: 'token',
    })
    expect([answer.status, answer.data.code]).toEqual([403, 'people.sign-yourself'])
  })

  it('PER-05 a stranger gets the same answer for a person and for a guess, on every path', async () => {
    const { url } = await somebody()
    const { actor } = await somebody()
    const guess = '/api/v1/people/00000000-0000-4000-8000-000000000001/plan'
    for (const [path, body] of [
      ['', { version: 0, wish: 'x' }],
      ['/goals', { words: 'x' }],
      ['/assessments', { colour: 'red', reasons: 'xxx' }],
    ] as const) {
      const answers = await Promise.all(
        [url, guess].map((base) => server.json('POST', `${base}${path}`, { actor, body })),
      )
      expect(answers[0]?.status).toBe(403)
      expect(answers[0]?.data).toEqual(answers[1]?.data)
    }
    for (const path of ['', '/reach?way=sms']) {
      const answers = await Promise.all(
        [url, guess].map((base) => server.json('GET', `${base}${path}`, { actor })),
      )
      expect(answers[0]?.status).toBe(403)
      expect(answers[0]?.data).toEqual(answers[1]?.data)
    }
  })

  it('INT-01 every path is described in OpenAPI, with the shape that it takes', async () => {
    await server.app.ready()
    const { paths = {} } = server.app.swagger() as {
      paths?: Record<string, { post?: { requestBody?: unknown } }>
    }
    const ours = Object.entries(paths).filter(([path]) => path.includes('/plan'))
    expect(ours).toHaveLength(12)
    for (const [path, { post }] of ours) {
      if (!path.endsWith('/reach')) expect(post?.requestBody, path).toBeDefined()
    }
  })
})
