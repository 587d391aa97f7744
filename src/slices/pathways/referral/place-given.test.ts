import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kit/auth/actor.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { careTopic, peopleSlice } from '#slices/people/index.ts'
import { pathwaysSlice } from '../index.ts'
import { releaseDue } from '../places/jobs.ts'
import { makeStory, makeWorkplace } from '../testing/cast.ts'
import { makeHouse, type TestHouse } from '../testing/house.ts'

/** What the sender is told of a place that was promised: nobody is sent to one that is given up. */

let server: TestServer
const published: string[] = []
let hospital: { id: string; worker: Actor }
let house: TestHouse
let story: Awaited<ReturnType<typeof makeStory>>
let referral: string
let stay: string

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice], {
    publish: (_space, topics) => published.push(...topics),
  })
  hospital = await makeWorkplace(server, { kind: 'hospital' })
})
afterAll(() => server.close())

beforeEach(async () => {
  house = await makeHouse(server.live, { name: 'Omsorgsstedet' })
  story = await makeStory(server, hospital)
  referral = await story.refer(house, 'law')
  stay = await story.accept(house, referral)
})

const pageOf = async (actor: Actor) => (await server.page(`/referrals/${referral}`, { actor })).text
const placeOf = async (actor: Actor) =>
  (await server.json('GET', `/api/v1/referrals/${referral}`, { actor })).data.place
const noticesTo = async (organisation: string): Promise<string[]> =>
  (
    await server.made.ownerPool.query(
      "SELECT text FROM pathways.notice WHERE to_organisation_id = $1 AND person_id = $2 AND kind = 'place' ORDER BY created_at",
      [organisation, story.person],
    )
  ).rows.map(({ text }) => text as string)

describe('REF-10 CAP-03 the place that was promised, as the sender sees it', () => {
  it('REF-10 is held', async () => {
    expect(await pageOf(hospital.worker)).toContain('A place is held')
    expect(await placeOf(hospital.worker)).toBe('reserved')
    expect(await noticesTo(hospital.id)).toEqual([])
  })

  it('REF-10 CAP-03 that ran out is never shown as held, and the sender is told once', async () => {
    await server.made.ownerPool.query(
      `UPDATE pathways.stay SET reserved_until = now() - interval '1 minute' WHERE id = $1`,
      [stay],
    )
    // Before any job has looked, too.
    expect(await placeOf(hospital.worker)).toBe('released')
    expect(await pageOf(hospital.worker)).not.toContain('A place is held')
    published.length = 0
    await releaseDue(server.live)
    await releaseDue(server.live)
    const page = await pageOf(hospital.worker)
    expect(page).toContain('The place is no longer held')
    expect(page).not.toContain('A place is held')
    expect(await noticesTo(hospital.id)).toEqual(['told.sent-place-released'])
    for (const kind of ['notices', 'referral']) {
      expect(published).toContain(careTopic(server.live, hospital.id, kind))
    }
    // The house is told how it goes on, and so it does.
    const advice = 'ask whoever referred for a new referral'
    const stayPage = async () => (await server.page(`/stays/${stay}`, { actor: house.worker })).text
    expect(await stayPage()).toContain(advice)
    const again = await story.accept(house, await story.refer(house, 'law'))
    expect(await stayPage()).not.toContain(advice)
    const came = await story.post(house.worker, `/stays/${again}/arrive`, { version: 1 })
    expect(came.status).toBe(200)
  })

  it.each([
    ['released', 'The place is no longer held'],
    ['no-show', 'The person did not come'],
  ])('REF-10 given up by the house: %s', async (kind, said) => {
    const body = { version: 1, kind, reason: 'Opdigtet grund' }
    expect(await story.post(house.leader, `/stays/${stay}/release`, body)).toMatchObject({
      status: 200,
    })
    const page = await pageOf(hospital.worker)
    expect(page).toContain(said)
    expect(page).not.toContain('A place is held')
    expect(await placeOf(hospital.worker)).toBe(kind)
    expect(await noticesTo(hospital.id)).toEqual([`told.sent-place-${kind}`])
    const inbox = await server.page('/notices', { actor: hospital.worker })
    expect(inbox.text).toContain(
      kind === 'released' ? 'is no longer held' : 'did not come to the place',
    )
  })

  it('PER-05 a stranger is told nothing of it', async () => {
    const stranger = await makeWorkplace(server)
    const { status } = await server.json('GET', `/api/v1/referrals/${referral}`, {
      actor: stranger.worker,
    })
    expect(status).toBe(403)
  })
})
