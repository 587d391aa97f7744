import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { typedPlan } from './plan-form.tsx'
import { blankDischarge } from './queries.ts'
import {
  BLACKED,
  countsAsStreet,
  differences,
  edited,
  endGaps,
  openBarriers,
  redact,
  streetWarning,
  unsolved,
} from './rules.ts'
import { destinations, endInput, planInput } from './schema.ts'

const now = new Date('2026-03-06T10:00:00Z')
const blank = blankDischarge({ id: 'p', person: 'q', organisation: 'o' })
const street = {
  version: 1,
  destination: 'street',
  streetReason: 'Han går, før der er en plads.',
  streetDecidedByName: 'Overlæge Opdigtet',
  streetAlternatives: 'Herberget i nabobyen',
  phone: '00 00 00 31',
}
const codes = (said: object) => endGaps(endInput.parse(said), now).map(({ code }) => code)

describe('DIS-04 a discharge needs somewhere to go', () => {
  it('to a place it needs no more than the place', () => {
    expect(codes({ version: 1, destination: 'shelter' })).toEqual([])
  })

  it('a destination is never left out', () => {
    expect(endInput.safeParse({ version: 1 }).success).toBe(false)
  })

  it('unknown counts as the street until it is explained', () => {
    expect(destinations.filter(countsAsStreet)).toEqual(['street', 'unknown'])
    expect(codes({ version: 1, destination: 'unknown' })).toEqual([
      'pathways.street-reason',
      'pathways.street-decided-by',
      'pathways.street-alternatives',
      'pathways.street-phone',
    ])
  })

  it('the street with reason, decision-maker and what was offered may be written down', () => {
    expect(codes(street)).toEqual([])
    expect(codes({ ...street, streetReason: 'Han gik.' })).toEqual(['pathways.street-reason'])
    expect(codes({ ...street, streetReason: '              ' })).toEqual(['pathways.street-reason'])
  })

  it('no one of the answers can be left out, whichever they are', () => {
    const needed = ['streetReason', 'streetDecidedByName', 'streetAlternatives', 'phone'] as const
    fc.assert(
      fc.property(fc.subarray([...needed], { minLength: 1 }), (left) => {
        const said = { ...street, ...Object.fromEntries(left.map((name) => [name, null])) }
        expect(codes(said)).toHaveLength(left.length)
      }),
    )
  })

  it('is not in the future, and another place is named', () => {
    expect(codes({ ...street, at: '2026-03-07T10:00:00Z' })).toEqual(['pathways.discharge-ahead'])
    expect(codes({ version: 1, destination: 'other' })).toEqual(['pathways.destination-other'])
  })

  it('a telephone is a telephone, not the ten digits of a number', () => {
    for (const phone of ['00 00 00 31', '00000031', '+45 00 00 00 31', '+4500000031']) {
      expect(endInput.safeParse({ ...street, phone }).success).toBe(true)
    }
    for (const phone of ['123456-1234', '1234561234', '4500000031', 'ring til Jens']) {
      expect(endInput.safeParse({ ...street, phone }).success).toBe(false)
    }
  })
})

describe('DIS-03 DIS-06 DIS-07 the plan', () => {
  it('an answer that nobody gave is unknown, not no', () => {
    expect(edited(blank, planInput.parse({ version: 1 }))).toMatchObject({
      housing: 'unknown',
      treatmentNextDay: 'unknown',
      prescriptionTakenOver: 'unknown',
      homeNursing: 'unknown',
    })
  })

  it('rule 9: what a half-loaded form does not carry stays; what it carries empty is taken away', () => {
    const known = { ...blank, housing: 'yes', medicine: 'no', medicineNote: 'Hentes' } as const
    const half = planInput.parse(typedPlan({ version: '1', housing: 'no' }))
    expect(edited(known, half)).toEqual({ ...known, housing: 'no' })
    const emptied = planInput.parse(typedPlan({ version: '1', medicineNote: '' }))
    expect(edited(known, emptied)).toEqual({ ...known, medicineNote: null })
  })

  it('a date without somewhere to be warns of the street; without a date nothing is near', () => {
    expect(streetWarning({ plannedOn: '2026-03-06', housing: 'unknown' })).toBe(true)
    expect(streetWarning({ plannedOn: '2026-03-06', housing: 'no' })).toBe(true)
    expect(streetWarning({ plannedOn: '2026-03-06', housing: 'yes' })).toBe(false)
    expect(streetWarning({ plannedOn: null, housing: 'unknown' })).toBe(false)
  })

  it('transport and home nursing are barriers by name, until a solution is noted', () => {
    expect(openBarriers(blank)).toContain('transport')
    const named = { ...blank, transport: 'no', homeNursing: 'not-needed' } as const
    expect(openBarriers(named)).not.toContain('homeNursing')
    expect(unsolved(named)).toEqual(['transport'])
    expect(unsolved({ ...named, transportNote: 'Lone henter ved hovedindgangen' })).toEqual([])
  })

  it('shows field by field where two edits differ', () => {
    const yours = planInput.parse({ version: 1, housing: 'yes', wardNote: 'mit' })
    expect(differences(yours, { ...blank, transport: 'no' })).toEqual([
      { field: 'housing', yours: 'yes', theirs: 'unknown' },
      { field: 'wardNote', yours: 'mit', theirs: null },
    ])
  })
})

describe('DIS-05 redaction of the note to the ward', () => {
  it('takes the words out wherever they stand', () => {
    expect(redact('Hiv. Spørg om hiv, ikke Hiv.', 'Hiv')).toBe(
      `${BLACKED}. Spørg om hiv, ikke ${BLACKED}.`,
    )
  })

  it('says where the words are not there', () => {
    expect(redact('Ring til Lone', 'diagnose')).toBeNull()
    expect(redact('Ring til Lone', '  ')).toBeNull()
  })
})
