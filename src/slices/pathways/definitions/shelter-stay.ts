import type { Definition, MovingRole } from './types.ts'

const professionals: readonly MovingRole[] = ['social-professional', 'health-professional']

/** The leader decides, also at night by telephone: whoever is on duty writes whose decision it is. */
const decided = { key: 'decided-by', type: 'text', required: true } as const

/**
 * A stay at a shelter by serviceloven § 110: the person comes on their own or is referred, the leader decides
 * admission and discharge, the municipality of action is told within three working days (scenario 12).
 */
export const shelterStay = {
  key: 'shelter-stay',
  version: 1,
  level: 'social',
  uses: ['referral', 'stay', 'municipality-notice', 'appointment', 'follow-up'],
  initial: 'asked',
  states: [
    { key: 'asked' },
    { key: 'admitted' },
    { key: 'staying' },
    { key: 'ended', ends: 'ended' },
    { key: 'not-admitted', ends: 'not-admitted' },
    { key: 'lapsed', ends: 'lapsed' },
  ],
  transitions: [
    {
      key: 'admit',
      from: ['asked'],
      to: 'admitted',
      who: professionals,
      fields: [
        decided,
        { key: 'approach', type: 'choice', options: ['own', 'referral'], required: true },
        { key: 'acute-need', type: 'question', mustBe: ['yes'], required: true },
        { key: 'reasons', type: 'long', required: false },
      ],
      met: true,
    },
    {
      key: 'arrive',
      from: ['admitted'],
      to: 'staying',
      who: professionals,
      fields: [],
      part: 'stay',
      met: true,
    },
    {
      key: 'end-stay',
      from: ['staying'],
      to: 'ended',
      who: professionals,
      fields: [],
      part: 'stay',
    },
    {
      key: 'not-admit',
      from: ['asked', 'admitted'],
      to: 'not-admitted',
      who: professionals,
      fields: [
        decided,
        { key: 'reason', type: 'long', required: true },
        { key: 'offered', type: 'long', required: true },
      ],
    },
    // The consent is gone, or the referral was taken back, before anybody came.
    {
      key: 'lapse',
      from: ['asked', 'admitted'],
      to: 'lapsed',
      who: professionals,
      fields: [],
      lapses: true,
    },
  ],
  deadlines: [
    {
      key: 'decision',
      clock: 'task',
      enters: 'asked',
      until: ['admitted', 'not-admitted', 'lapsed'],
      due: { hours: 2 },
      source: 'REF-06',
    },
    {
      key: 'municipality-told',
      clock: 'municipality-notice',
      enters: 'admitted',
      until: ['not-admitted', 'lapsed'],
      outlives: true,
      due: { workingDays: 3 },
      source: 'serviceloven § 110, stk. 6',
    },
    {
      key: 'housing-plan',
      clock: 'housing-plan',
      enters: 'staying',
      until: ['ended'],
      due: { months: 1 },
      source: 'serviceloven § 110',
    },
  ],
  rhythms: [],
  defaultLength: null,
  endsByItself: false,
  neverWithoutContact: false,
  handoverWithin: { workingDays: 2 },
  sources: ['REF-06', 'CAP-03', 'serviceloven § 110'],
} as const satisfies Definition
