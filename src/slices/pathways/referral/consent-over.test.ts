import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { makeConsent } from '#slices/people/factory.ts'
import { peopleSlice } from '#slices/people/index.ts'
import { endExpired } from '../consent/jobs.ts'
import { pathwaysSlice } from '../index.ts'
import { makeStory, makeWorkplace } from '../testing/cast.ts'
import { makeHouse, type TestHouse } from '../testing/house.ts'

/** A consent that nobody withdraws and that runs out: what rested on it may not go on unseen. */

let server: TestServer
let hospital: { id: string; worker: Actor }
let house: TestHouse
let story: Awaited<ReturnType<typeof makeStory>>

const query = async (text: string, values: unknown[] = []) =>
  (await server.made.ownerPool.query(text, values)).rows as Record<string, unknown>[]

beforeAll(async () => {
  server = await sliceServer([peopleSlice, pathwaysSlice])
  hospital = await makeWorkplace(server, { kind: 'hospital' })
})
afterAll(() => server.close())

beforeEach(async () => {
  house = await makeHouse(server.live, { name: 'Omsorgsstedet' })
  story = await makeStory(server, hospital)
})

/** As if its days had passed: a consent is never edited. */
const runOut = async (): Promise<void> => {
  await query(
    `UPDATE people.consent SET given_at = now() - interval '30 days', valid_until = now() - interval '1 minute' WHERE person_id = $1`,
    [story.person],
  )
  await query(
    `UPDATE people.involvement SET starts_at = least(starts_at, now() - interval '30 days'), ends_at = now() - interval '1 minute'
     WHERE person_id = $1 AND consent_id IS NOT NULL`,
    [story.person],
  )
}

const noticesTo = async (organisation: string) =>
  (
    await query(
      `SELECT text FROM pathways.notice WHERE to_organisation_id = $1 AND person_id = $2 AND kind = 'withdrawn' ORDER BY text`,
      [organisation, story.person],
    )
  ).map(({ text }) => text)

const left = () =>
  query(
    `SELECT (SELECT count(*)::int FROM pathways.clock c WHERE c.person_id = $1 AND c.stopped_at IS NULL
        AND $2 IN (c.organisation_id, c.waits_on_organisation_id)) AS clocks,
      (SELECT count(*)::int FROM pathways.stay s WHERE s.person_id = $1 AND s.status = 'reserved') AS held,
      (SELECT count(*)::int FROM pathways.pathway p WHERE p.person_id = $1 AND p.owner_organisation_id = $2 AND p.closed_at IS NULL) AS open`,
    [story.person, house.organisation],
  )

describe('PER-03 a consent that has run out', () => {
  it('PER-03 CAP-03 gives up the place that is held, ends what the house had opened, and tells both sides once', async () => {
    const referral = await story.refer(house, 'consent')
    await story.accept(house, referral)
    expect(await endExpired(server.live)).toBe(0)
    await runOut()
    expect(await endExpired(server.live)).toBe(1)
    expect(await endExpired(server.live)).toBe(0)
    expect(await left()).toEqual([{ clocks: 0, held: 0, open: 0 }])
    expect(await noticesTo(house.organisation)).toEqual(['told.place-withdrawn'])
    expect(await noticesTo(hospital.id)).toEqual(['told.sent-consent-over'])
    const page = await server.page(`/pathways/${story.pathway}`, { actor: hospital.worker })
    expect(page.text).toContain('The consent has expired.')
  })

  it('PER-03 REF-10 closes a referral that nobody has answered', async () => {
    const referral = await story.refer(house, 'consent')
    await runOut()
    await endExpired(server.live)
    expect(await left()).toEqual([{ clocks: 0, held: 0, open: 0 }])
    expect(await query('SELECT status FROM pathways.referral WHERE id = $1', [referral])).toEqual([
      { status: 'withdrawn' },
    ])
  })

  it('PER-03 OUT-07 takes back an offer; who answers goes on answering, and is told', async () => {
    const team = await makeWorkplace(server)
    const consent = await makeConsent(server.live, {
      person: story.person,
      organisation: hospital.id,
      recipient: team.id,
    })
    const offer = await story.post(hospital.worker, `/pathways/${story.pathway}/handovers`, {
      to: team.id,
      message: 'Tag over herfra',
      consent,
    })
    expect(offer.status).toBe(201)
    await runOut()
    expect(await endExpired(server.live)).toBe(1)
    expect(
      await query('SELECT status FROM pathways.handover WHERE id = $1', [offer.data.id]),
    ).toEqual([{ status: 'withdrawn' }])
    expect(await noticesTo(hospital.id)).toEqual(['told.sent-consent-over'])
    expect(
      (await story.post(team.worker, `/handovers/${offer.data.id}/accept`, {})).status,
    ).toBeGreaterThanOrEqual(400)
  })

  it('PER-03 leaves alone who has come: the house has a ground of its own', async () => {
    const stay = await story.accept(house, await story.refer(house, 'consent'))
    await story.post(house.worker, `/stays/${stay}/arrive`, { version: 1 })
    await runOut()
    expect(await endExpired(server.live)).toBe(0)
    expect(await query('SELECT status FROM pathways.stay WHERE id = $1', [stay])).toEqual([
      { status: 'arrived' },
    ])
  })

  it('PER-03 is nobody’s to run but the app’s', async () => {
    const run = (actor: Actor) =>
      write(server.live, actor, (tx) => sql`SELECT pathways.end_what_expired()`.execute(tx))
    await expect(run(house.leader)).rejects.toMatchObject({ code: '42501' })
    await expect(run(systemActor('test'))).resolves.toBeTruthy()
  })
})
