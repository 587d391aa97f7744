import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import type { MailMessage } from '#kit/http/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { makeAccount } from '#slices/access/factory.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { peopleSlice } from '#slices/people/index.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { mailNotices } from './commands.ts'
import { tellOfEmergencies } from './emergency.ts'
import { noticeRoutes } from './index.ts'
import { noticeJobs } from './jobs.ts'
import { noticeTexts } from './texts.ts'

/** A test number from MedCom: nobody's. */
const number = '2509479989'

let server: TestServer
let shelter: string
let hospital: string
let reference: string
const rows = async (query: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(query, values)).rows

beforeAll(async () => {
  server = await sliceServer([
    peopleSlice,
    { name: 'pathways', routes: noticeRoutes, texts: [noticeTexts] },
  ])
  await write(server.live, systemActor('test'), async (tx) => {
    shelter = await addTestOrganisation(tx)
    hospital = await addTestOrganisation(tx, { name: 'Opdigtet hospital' })
  })
  const worker = professionalActor(shelter)
  const person = await makePerson(server.live, { organisation: shelter, name: 'Åben Prøve' })
  await server.page(`/people/${person}/numbers`, {
    actor: worker,
    form: { numberKind: 'cpr', number },
  })
  reference = (await rows('SELECT reference FROM people.person WHERE id = $1', [person]))[0]
    .reference
  const opened = await server.page('/break-glass', {
    actor: professionalActor(hospital, 'health-professional'),
    form: { number, level: 'health', hours: '1', reason: 'Åben Prøve er bevidstløs' },
  })
  expect(opened.status).toBe(303)
  const works = (role: 'leader' | 'data-protection' | 'health-professional', email: string) =>
    makeAccount(server.live, { email, roles: [{ role, organisation: hospital }] })
  await works('leader', 'leder@example.dk')
  await works('data-protection', 'raadgiver@example.dk')
  await works('health-professional', 'laege@example.dk')
  await makeAccount(server.live, {
    email: 'anden@example.dk',
    roles: [{ role: 'leader', organisation: shelter }],
  })
})
afterAll(() => server.close())

it('SEC-02 in a case, which stands still, nothing becomes overdue', async () => {
  const late = new Date(Date.now() + 73 * 3_600_000)
  const errors: unknown[] = []
  for (const { name, run } of noticeJobs) {
    if (name !== 'pathways-break-glass-alarm') continue
    await run({
      spaces: { all: () => [{ ...server.live, kind: 'case' }] },
      now: () => late,
      log: { error: (said: unknown) => errors.push(said) },
    } as never)
  }
  expect(errors).toEqual([])
})

it('SEC-02 an emergency access that nobody has reviewed in 72 hours is told to the leader and the officer in the app and by mail, once, and names nobody', async () => {
  const late = new Date(Date.now() + 73 * 3_600_000)
  expect(await tellOfEmergencies(server.live, new Date())).toEqual([])
  // Two at once, as two processes would.
  const told = await Promise.all([
    tellOfEmergencies(server.live, late),
    tellOfEmergencies(server.live, late),
  ])
  expect(told.flat()).toEqual([{ organisation: hospital, waiting: 1 }])
  for (const role of ['leader', 'data-protection'] as const) {
    const page = await server.page('/notices', { actor: professionalActor(hospital, role) })
    expect(page.text).toContain('Emergency access not reviewed')
    const elsewhere = await server.page('/notices', { actor: professionalActor(shelter, role) })
    expect(elsewhere.text).not.toContain('Emergency access not reviewed')
  }
  const mails: MailMessage[] = []
  const mail = async (message: MailMessage) => void mails.push(message)
  await mailNotices(server.live, mail, 'https://vaern.example/login')
  await tellOfEmergencies(server.live, late)
  await mailNotices(server.live, mail, 'https://vaern.example/login')
  expect(mails.map(({ to }) => to).sort()).toEqual(['leder@example.dk', 'raadgiver@example.dk'])
  for (const said of ['Åben', 'Prøve', reference, number, 'bevidstløs']) {
    expect(JSON.stringify(mails)).not.toContain(said)
  }
  expect(mails[0]?.text).toContain('72 timer')
})

it('SEC-02 the officer says that they have seen it', async () => {
  const officer = professionalActor(hospital, 'data-protection')
  const { data } = await server.json('GET', '/api/v1/notices', { actor: officer })
  const [notice] = data.notices as { id: string; kind: string }[]
  expect(notice).toMatchObject({ kind: 'emergency-access' })
  const seen = await server.json('POST', `/api/v1/notices/${notice?.id}/seen`, {
    actor: officer,
    body: {},
  })
  expect(seen.status).toBe(200)
})
