import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConsentTopic, consentTopics } from '#slices/people/index.ts'
import { appointmentGaps, askable, beyondConsent, knownUntil, tellable } from './rules.ts'

const now = new Date('2026-03-06T10:00:00Z')
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000)

describe('ACC-01 an appointment', () => {
  it('lies ahead and ends after it begins', () => {
    expect(appointmentGaps({ at: hours(1), until: hours(2) }, now)).toEqual([])
    expect(appointmentGaps({ at: hours(-1), until: null }, now)[0]?.code).toBe(
      'pathways.appointment-past',
    )
    expect(appointmentGaps({ at: hours(2), until: hours(1) }, now)[0]?.code).toBe(
      'pathways.appointment-until',
    )
    expect(appointmentGaps({ at: hours(24 * 800), until: null }, now)[0]?.code).toBe(
      'pathways.appointment-far',
    )
  })

  it('has one companion: who has said yes is not replaced, and what is over asks nobody', () => {
    expect(askable({ status: 'planned', companion: 'wanted' })).toBe(true)
    expect(askable({ status: 'planned', companion: 'declined' })).toBe(true)
    expect(askable({ status: 'planned', companion: 'accepted' })).toBe(false)
    expect(askable({ status: 'cancelled', companion: 'wanted' })).toBe(false)
  })

  it('PER-05 is known to the companion until the day after, and no longer', () => {
    expect(knownUntil({ at: hours(0), until: hours(1) })).toEqual(hours(25))
    expect(knownUntil({ at: hours(0), until: null })).toEqual(hours(26))
  })
})

describe('ACC-02 what a companion may tell', () => {
  const topic = fc.constantFrom(...consentTopics)
  const topics = fc.array(topic, { maxLength: 6 })

  it('is what consents cover, whatever they are, and never more', () => {
    fc.assert(
      fc.property(fc.array(topics), topics, (consents, wanted) => {
        const held = consents.map((each) => ({ topics: each }))
        const allowed = tellable(held)
        const beyond = beyondConsent(wanted, held)
        expect(wanted.every((one) => allowed.includes(one) !== beyond.includes(one))).toBe(true)
      }),
    )
  })

  it('without a consent is nothing', () => {
    const wanted: ConsentTopic[] = ['housing']
    expect(tellable([])).toEqual([])
    expect(beyondConsent(wanted, [])).toEqual(wanted)
  })
})
