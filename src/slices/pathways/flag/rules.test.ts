import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levelOfTopics } from '../consent/rules.ts'
import { flagState, manyDigits } from './rules.ts'
import { flagInput, takeInput } from './schema.ts'

const flag = {
  organisation: '7d7d7c3e-6a0e-4a8e-9a56-0a6a1f0d7c11',
  ward: 'Akutmodtagelsen',
  bed: '12A',
  treating: true,
}

describe('DIS-01 a flag is ward, bed and nothing more', () => {
  it('takes the words of a ward and a bed', () => {
    for (const ward of ['Akutmodtagelsen', 'Medicinsk afsnit B3', 'Ort.kir. 4-5', 'Ø2']) {
      expect(flagInput.safeParse({ ...flag, ward }).success).toBe(true)
    }
  })

  it('refuses any field beside them: a diagnosis, a name, a note', () => {
    for (const extra of [{ diagnosis: 'lungebetændelse' }, { name: 'Jens' }, { note: 'hjemløs' }]) {
      expect(flagInput.safeParse({ ...flag, ...extra }).success).toBe(false)
    }
  })

  it('refuses the digits of a number, whatever stands between them', () => {
    for (const text of ['1234561234', '123456-1234', '12 34 56', '1.2.3.4.5.6', 'stue 12 34 56']) {
      expect(flagInput.safeParse({ ...flag, ward: text }).success).toBe(false)
      expect(flagInput.safeParse({ ...flag, bed: text }).success).toBe(false)
    }
  })

  it('refuses six digits hidden among any other signs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'0123456789'), { minLength: 6, maxLength: 10 }),
        fc.constantFrom('', ' ', '-', '.', '/', 'a'),
        (digits, between) => {
          expect(manyDigits(digits.join(between))).toBe(true)
        },
      ),
    )
  })

  it('says open, taken or closed', () => {
    const at = new Date()
    expect(flagState({ takenAt: null, closedAt: null })).toBe('open')
    expect(flagState({ takenAt: at, closedAt: null })).toBe('taken')
    expect(flagState({ takenAt: null, closedAt: at })).toBe('closed')
  })
})

describe('PER-03 what is asked for as a flag is taken', () => {
  it('needs nothing: a person can be nobody that one knows the name of', () => {
    expect(takeInput.parse({})).toMatchObject({ name: null, alias: null, consent: null })
  })

  it('refuses a consent without a topic', () => {
    const consent = { topics: [], givenHow: 'oral' }
    expect(takeInput.safeParse({ consent }).success).toBe(false)
  })

  it('counts a consent that speaks of health as health', () => {
    expect(levelOfTopics(['housing', 'situation'])).toBe('social')
    expect(levelOfTopics(['housing', 'medicine'])).toBe('health')
  })
})
