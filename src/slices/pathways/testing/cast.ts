import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { write } from '#kit/db/index.ts'
import type { TestServer } from '#kit/testing/server.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { makeConsent, makePerson, professionalActor } from '#slices/people/factory.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'
import { makePathway } from '../factory.ts'
import type { TestHouse } from './house.ts'

/** A hospital that sends, houses that answer, and somebody who takes over: what tests across houses begin with. */

const LAW = 'sundhedsloven § 43, stk. 2, nr. 2'

/** An organisation with somebody who works there. */
export const makeWorkplace = async (
  server: TestServer,
  kind?: Parameters<typeof addTestOrganisation>[1],
): Promise<{ id: string; worker: Actor }> => {
  const id = await write(server.live, systemActor('test'), (tx) => addTestOrganisation(tx, kind))
  return { id, worker: professionalActor(id, 'social-professional', 'health-professional') }
}

/** Somebody with a discharge at a hospital, whom it refers and hands over. */
export const makeStory = async (
  server: TestServer,
  hospital: { id: string; worker: Actor },
  name = 'Jens Opdigtet',
) => {
  const person = await makePerson(server.live, { organisation: hospital.id, name })
  const { id: pathway } = await makePathway(server.live, {
    actor: hospital.worker,
    person,
    definition: 'hospital-discharge',
    organisation: hospital.id,
  })
  const today = localDate(Date.now())
  const post = (actor: Actor, url: string, body: object) =>
    server.json('POST', `/api/v1${url}`, { actor, body })
  const refer = async (house: TestHouse, ground: 'consent' | 'law'): Promise<string> => {
    const consent =
      ground === 'law'
        ? null
        : await makeConsent(server.live, {
            person,
            organisation: hospital.id,
            recipient: house.organisation,
          })
    const sent = await post(hospital.worker, '/referrals', {
      pathway,
      service: house.service,
      assessment: 'Ordene i henvisningen',
      situation: 'Udskrives i dag',
      wantedFrom: today,
      wantedUntil: addDays(today, 7),
      ...(consent === null ? { legalReference: LAW } : { consent }),
    })
    if (sent.status !== 201) throw new Error(`not sent: ${JSON.stringify(sent.data)}`)
    return String(sent.data.id)
  }
  const accept = async (house: TestHouse, referral: string): Promise<string> => {
    const body = { version: 1, decision: 'accept' }
    const { data } = await post(house.leader, `/referrals/${referral}/answer`, body)
    if (data.outcome !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(data)}`)
    return String(data.stay)
  }
  /** Handed over on a law, and accepted. */
  const handOver = async (to: { id: string; worker: Actor }): Promise<void> => {
    const body = { to: to.id, message: 'Tag over herfra', law: LAW }
    const offer = await post(hospital.worker, `/pathways/${pathway}/handovers`, body)
    const taken = await post(to.worker, `/handovers/${offer.data.id}/accept`, {})
    if (taken.status !== 200) throw new Error(`not taken over: ${JSON.stringify(taken.data)}`)
  }
  return { person, pathway, post, refer, accept, handOver }
}
