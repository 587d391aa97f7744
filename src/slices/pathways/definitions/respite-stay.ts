import type { Definition, MovingRole } from './types.ts'

const professionals: readonly MovingRole[] = ['social-professional', 'health-professional']

/** A stay to recover at a care centre: at most what the house allows, no demands in the first days (RES-01 to RES-05). */
export const respiteStay = {
  key: 'respite-stay',
  version: 1,
  level: 'social',
  uses: ['referral', 'stay', 'appointment', 'follow-up'],
  initial: 'asked',
  states: [
    { key: 'asked' },
    { key: 'reserved' },
    { key: 'staying' },
    { key: 'leaving' },
    { key: 'ended', ends: 'ended' },
    { key: 'not-received', ends: 'not-received' },
    { key: 'lapsed', ends: 'lapsed' },
  ],
  transitions: [
    {
      key: 'reserve',
      from: ['asked'],
      to: 'reserved',
      who: professionals,
      fields: [],
      part: 'stay',
    },
    {
      key: 'release',
      from: ['reserved'],
      to: 'asked',
      who: professionals,
      fields: [],
      part: 'stay',
    },
    {
      key: 'arrive',
      from: ['asked', 'reserved'],
      to: 'staying',
      who: professionals,
      fields: [],
      part: 'stay',
      met: true,
    },
    {
      key: 'plan-exit',
      from: ['staying'],
      to: 'leaving',
      who: professionals,
      fields: [
        { key: 'next-home', type: 'long', required: true },
        { key: 'asked-for-by-person', type: 'question', required: true },
      ],
      met: true,
    },
    {
      key: 'end-stay',
      from: ['staying', 'leaving'],
      to: 'ended',
      who: professionals,
      fields: [],
      part: 'stay',
    },
    {
      key: 'not-receive',
      from: ['asked', 'reserved'],
      to: 'not-received',
      who: professionals,
      fields: [
        { key: 'reason', type: 'long', required: true },
        { key: 'offered', type: 'long', required: true },
      ],
    },
    // The consent is gone, or the referral was taken back, before anybody came.
    {
      key: 'lapse',
      from: ['asked', 'reserved'],
      to: 'lapsed',
      who: professionals,
      fields: [],
      lapses: true,
    },
  ],
  deadlines: [
    {
      key: 'answer',
      clock: 'task',
      enters: 'asked',
      until: ['reserved', 'staying', 'not-received'],
      due: { workingDays: 1 },
      source: 'REF-10',
    },
    {
      key: 'exit-plan',
      clock: 'housing-plan',
      enters: 'staying',
      until: ['leaving', 'ended'],
      due: { days: 7 },
      source: 'RES-04',
    },
  ],
  rhythms: [],
  defaultLength: null,
  endsByItself: false,
  neverWithoutContact: false,
  handoverWithin: { workingDays: 1 },
  sources: ['RES-01', 'RES-02', 'RES-04', 'RES-05'],
} as const satisfies Definition
