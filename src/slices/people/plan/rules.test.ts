import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '#kit/time/index.ts'
import {
  byPriority,
  canReachBy,
  carried,
  checkMode,
  checkText,
  deadlineFrom,
  initialsOf,
  isInForce,
  isOverdue,
  isQuiet,
  isScore,
  needsReview,
  newestAnswers,
  type Reachable,
  speaksOfStatus,
  withoutNames,
  wordsOf,
} from './rules.ts'
import { channels, circumstancesNew, modeNew, ways } from './schema.ts'

const nobodyAsked = null
const reachable = (said: Partial<Reachable> = {}): Reachable => ({
  digital: 'unknown',
  channel: 'unknown',
  phone: null,
  phoneShared: false,
  via: null,
  ...said,
})

const anyContact = fc.record({
  digital: fc.constantFrom('yes', 'no', 'unknown'),
  channel: fc.constantFrom(...channels),
  phone: fc.option(fc.constant('00 00 00 01')),
  phoneShared: fc.boolean(),
  via: fc.option(fc.constant('Opdigtet Café')),
}) as fc.Arbitrary<Reachable>

describe('how the person is reached', () => {
  it('PER-07 Digital Post to one who is not digital is blocked, with the way they have instead', () => {
    const contact = reachable({ digital: 'no', channel: 'contact-person', via: 'Lone' })
    expect(canReachBy(contact, 'digital-post')).toEqual({
      verdict: 'blocked',
      reason: 'not-digital',
      instead: 'contact-person',
    })
  })

  it('PER-07 nobody who is not digital ever gets Digital Post, and another way is always named', () => {
    fc.assert(
      fc.property(anyContact, (contact) => {
        const said = canReachBy({ ...contact, digital: 'no' }, 'digital-post')
        expect(said.verdict).toBe('blocked')
        expect(ways.filter((way) => way !== 'digital-post')).toContain(said.instead)
      }),
    )
  })

  it('PER-07 what is put in place of another way is never that way, nor Digital Post for the not digital', () => {
    fc.assert(
      fc.property(anyContact, fc.constantFrom(...ways), (contact, way) => {
        const { instead } = canReachBy(contact, way)
        expect(instead).not.toBe(way)
        if (contact.digital === 'no') expect(instead).not.toBe('digital-post')
      }),
    )
  })

  it('PER-08 unknown is never taken for yes: Digital Post and letters are warned of', () => {
    expect(canReachBy(nobodyAsked, 'digital-post').reason).toBe('digital-unknown')
    expect(canReachBy(nobodyAsked, 'letter').reason).toBe('letter-unread')
    expect(canReachBy(reachable({ channel: 'letter' }), 'letter').verdict).toBe('ok')
  })

  it('PER-08 a shared phone is warned of, a missing one blocked', () => {
    const shared = reachable({ phone: '00 00 00 01', phoneShared: true })
    expect(canReachBy(shared, 'sms').reason).toBe('phone-shared')
    expect(canReachBy(reachable(), 'phone').verdict).toBe('blocked')
  })

  it('PER-08 a letter without evidence of delivery starts no deadline, and that is said', () => {
    expect(deadlineFrom(null)).toEqual({ from: null, warning: 'no-delivery-evidence' })
    expect(deadlineFrom('2026-03-09')).toEqual({ from: '2026-03-09', warning: null })
  })
})

describe('words of the plan', () => {
  it('RES-04 INT-03 words are the person’s own only where that is said', () => {
    expect(wordsOf(undefined)).toBe('staff-view')
    expect(wordsOf('person')).toBe('person')
  })

  it.each([
    'Har ingen opholdstilladelse',
    'er papirløs',
    'Asylansøger fra syd',
    'an undocumented migrant',
    'Nationalitet ukendt',
  ])('PER-09 staff’s words on the right to stay are found: %s', (words) => {
    expect(speaksOfStatus(words)).toBe(true)
    expect(checkText('words', words, 'staff-view')).toEqual([
      { field: 'words', code: 'people.status-in-text' },
    ])
    expect(checkText('words', words, 'person')).toEqual([])
  })

  it.each(['Vil have sit eget sted', 'Ophold på forsorgshjem', 'Udvisker grænsen', 'Basylin'])(
    'PER-09 other words pass: %s',
    (words) => {
      expect(speaksOfStatus(words)).toBe(false)
    },
  )

  it('PER-09 a circumstance is a code and an answer: free text beside it and guesses are refused', () => {
    const said = { criterion: 'no-permit', answer: 'yes', saidBy: 'person' }
    expect(circumstancesNew.safeParse({ answers: [said] }).success).toBe(true)
    for (const more of [{ note: 'fra syd' }, { saidBy: 'staff' }, { criterion: 'nationality' }]) {
      expect(circumstancesNew.safeParse({ answers: [{ ...said, ...more }] }).success).toBe(false)
    }
  })

  it('SEC-04 a number that could be a CPR number is refused in anybody’s words; dates and phones pass', () => {
    for (const words of ['CPR 310203-0000', 'nr 9102030000', 'x 3102030AA1']) {
      expect(checkText('words', words, 'person')[0]?.code, words).toBe('people.number-in-text')
    }
    for (const words of ['9. marts 2026 kl. 10.15', 'ring 00 00 00 01', 'vej 12, 1711']) {
      expect(checkText('words', words, 'staff-view'), words).toEqual([])
    }
  })

  it.each(['3/10', '7', '80 %', '4 ud af 5', ' 2 point ', '3 out of 5'])(
    'ACT-05 a score is not progress: %s',
    (words) => {
      expect(isScore(words)).toBe(true)
    },
  )

  it.each(['Gik selv til lægen', 'Sov 3 nætter inde', 'Spiste 2 gange i dag'])(
    'ACT-05 words with numbers in them are: %s',
    (words) => {
      expect(isScore(words)).toBe(false)
    },
  )

  it('SEC-04 initials stand for a name, also inside what was written', () => {
    expect(initialsOf('Jens')).toBe('J.')
    expect(initialsOf('Anne-Marie Ørsted')).toBe('A. M. Ø.')
    expect(initialsOf('Åse (Ville) 2')).toBe('Å.')
    expect(initialsOf('  ')).toBe('')
    expect(withoutNames('Jens vil bo med Jens’ hund. jens!', ['Jens Prøve', null])).toBe(
      'J. vil bo med J.’ hund. J.!',
    )
    expect(withoutNames('Bo vil bo i Bos hus', ['Bo Prøve'])).toBe('B. vil bo i B. hus')
    expect(withoutNames('Jensine bliver', ['Jens'])).toBe('Jensine bliver')
  })

  it('SEC-04 no name that is known is left in the text', () => {
    const name = fc.constantFrom('Jens', 'Ayşe', 'Bo-Inge', 'O’Neil', 'Åse (Lille)', 'A+B')
    fc.assert(
      fc.property(name, fc.lorem(), (called, words) => {
        const first = called.split(/[\s-]+/)[0] ?? ''
        expect(withoutNames(`${words} ${first} ${words}`, [called])).not.toContain(` ${first} `)
      }),
    )
  })
})

describe('an edit', () => {
  it('INT-01 what an edit does not carry is not touched; null takes away', () => {
    expect(carried({ a: undefined, b: null, c: '' })).toEqual({ b: null, c: '' })
  })

  it('INT-03 goals stand in the person’s order, equals as they were said', () => {
    const goal = (priority: number, ms: number) => ({ priority, recordedAt: new Date(ms) })
    const [a, b, c] = [goal(2, 1), goal(1, 3), goal(1, 2)]
    expect([a, b, c].sort(byPriority)).toEqual([c, b, a])
  })

  it('PER-09 of each criterion the newest answer counts', () => {
    const said = (criterion: string, ms: number, answer: string) => ({
      criterion,
      answer,
      recordedAt: new Date(ms),
    })
    const newest = newestAnswers([
      said('dog', 1, 'yes'),
      said('dog', 3, 'no'),
      said('dog', 2, 'unknown'),
    ])
    expect(newest.get('dog')?.answer).toBe('no')
  })
})

describe('days', () => {
  const today = '2026-03-09'

  it('ACT-06 a special way without a review date is refused, as is one in the past or years ahead', () => {
    expect(modeNew.safeParse({ mode: 'meet-outdoors', reason: 'Trives ude' }).success).toBe(false)
    const of = (reviewOn: string, startsOn?: string) =>
      checkMode({ reviewOn, startsOn }, today).map(({ code }) => code)
    expect(of(today)).toEqual([])
    expect(of('2026-03-08')).toEqual(['people.mode-review-past'])
    expect(of('2026-03-20', '2026-03-25')).toEqual(['people.mode-review-past'])
    expect(of('2099-01-01')).toEqual(['people.mode-review-too-far'])
  })

  it('ACT-06 a way of meeting is in force past its review date: nothing closes by itself', () => {
    const mode = { startsOn: '2026-01-01', reviewOn: '2026-02-01', endedAt: null }
    expect(isInForce(mode, today)).toBe(true)
    expect(needsReview(mode, today)).toBe(true)
    expect(isInForce({ ...mode, endedAt: new Date(0) }, today)).toBe(false)
  })

  it('RES-04 INT-01 a step is overdue the day after, done or dropped never; quiet days count to their last', () => {
    expect(isOverdue({ status: 'agreed', dueOn: today }, today)).toBe(false)
    expect(isOverdue({ status: 'agreed', dueOn: addDays(today, -1) }, today)).toBe(true)
    expect(isOverdue({ status: 'done', dueOn: '2020-01-01' }, today)).toBe(false)
    expect([isQuiet(today, today), isQuiet('2026-03-08', today), isQuiet(null, today)]).toEqual([
      true,
      false,
      false,
    ])
  })
})
