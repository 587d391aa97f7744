import type { Definition, FieldDefinition, MovingRole } from './types.ts'

const professionals: readonly MovingRole[] = ['social-professional', 'health-professional']

/** One or two primary contacts, never none; the first answers for the course (ACT-04). */
const contacts: readonly FieldDefinition[] = [
  { key: 'contact', type: 'colleague', answers: true, required: true },
  { key: 'second-contact', type: 'colleague', required: false },
]

/**
 * An ACT course: it starts when the citizen has said yes and the grant is recorded (ACT-01), and has no end by
 * itself: it ends by the citizen's own choice or by stepping down, never because nobody met (ACT-03).
 */
export const actCourse = {
  key: 'act-course',
  version: 1,
  level: 'social',
  uses: ['referral', 'appointment'],
  initial: 'considered',
  states: [
    { key: 'considered' },
    { key: 'running' },
    { key: 'stepping-down' },
    { key: 'ended-by-choice', ends: 'own-choice' },
    { key: 'stepped-down', ends: 'stepped-down' },
    { key: 'not-started', ends: 'not-started' },
    { key: 'dead', ends: 'dead' },
  ],
  transitions: [
    {
      key: 'start',
      from: ['considered'],
      to: 'running',
      who: professionals,
      fields: [
        { key: 'citizen-says-yes', type: 'question', mustBe: ['yes'], required: true },
        { key: 'grant-recorded', type: 'question', mustBe: ['yes'], required: true },
        { key: 'grant-by', type: 'text', required: true },
        { key: 'grant-on', type: 'date', required: true },
        ...contacts,
      ],
      met: true,
    },
    {
      key: 'change-contacts',
      from: ['running', 'stepping-down'],
      to: null,
      who: professionals,
      fields: contacts,
    },
    {
      key: 'step-down',
      from: ['running'],
      to: 'stepping-down',
      who: professionals,
      fields: [
        { key: 'agreed-with-citizen', type: 'question', mustBe: ['yes'], required: true },
        { key: 'next-help', type: 'long', required: true },
      ],
      met: true,
    },
    {
      key: 'step-up',
      from: ['stepping-down'],
      to: 'running',
      who: professionals,
      fields: [{ key: 'reason', type: 'long', required: true }],
    },
    {
      key: 'finish-step-down',
      from: ['stepping-down'],
      to: 'stepped-down',
      who: professionals,
      fields: [{ key: 'next-help', type: 'long', required: true }],
    },
    {
      key: 'citizen-ends',
      from: ['running', 'stepping-down'],
      to: 'ended-by-choice',
      who: professionals,
      fields: [
        { key: 'citizen-chose', type: 'question', mustBe: ['yes'], required: true },
        { key: 'citizens-words', type: 'long', required: true },
      ],
      met: true,
    },
    {
      key: 'not-start',
      from: ['considered'],
      to: 'not-started',
      who: professionals,
      fields: [{ key: 'reason', type: 'long', required: true }],
    },
    {
      key: 'death',
      from: ['considered', 'running', 'stepping-down'],
      to: 'dead',
      who: professionals,
      fields: [{ key: 'died-on', type: 'date', required: false }],
    },
  ],
  deadlines: [
    {
      key: 'fast-start',
      clock: 'task',
      enters: 'considered',
      until: ['running', 'not-started'],
      due: { workingDays: 5 },
      source: 'ACT-01',
    },
  ],
  rhythms: [
    {
      key: 'meeting',
      clock: 'task',
      during: ['running', 'stepping-down'],
      every: { days: 14 },
      fields: [
        { key: 'progress', type: 'long', required: true },
        { key: 'goals-adjusted', type: 'question', required: true },
      ],
    },
    {
      key: 'contact',
      clock: 'contact',
      during: ['running', 'stepping-down'],
      every: { days: 7 },
      fields: [{ key: 'note', type: 'long', required: false }],
      met: true,
    },
  ],
  defaultLength: null,
  endsByItself: false,
  neverWithoutContact: true,
  handoverWithin: { workingDays: 5 },
  sources: ['ACT-01', 'ACT-03', 'ACT-04', 'ACT-05', 'ACT-06'],
} as const satisfies Definition
