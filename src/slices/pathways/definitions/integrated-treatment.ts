import type { Definition, MovingRole } from './types.ts'

const treating: readonly MovingRole[] = ['health-professional']

/**
 * Treatment of mental illness and dependence in one course: referral, three weeks of assessment, treatment and
 * discharge, three months unless more is agreed (INT-02). It begins within 14 days (sundhedsloven § 82 c).
 */
export const integratedTreatment = {
  key: 'integrated-treatment',
  version: 1,
  level: 'health',
  uses: ['referral', 'appointment', 'discharge', 'follow-up'],
  initial: 'referred',
  states: [
    { key: 'referred', phase: 1 },
    { key: 'assessment', phase: 2 },
    { key: 'treatment', phase: 3 },
    { key: 'discharge', phase: 4 },
    { key: 'completed', ends: 'completed' },
    { key: 'patient-left', ends: 'patient-left' },
    { key: 'not-received', ends: 'not-received' },
    { key: 'dead', ends: 'dead' },
  ],
  transitions: [
    {
      key: 'admit',
      from: ['referred'],
      to: 'assessment',
      who: treating,
      fields: [
        { key: 'target-group', type: 'question', mustBe: ['yes'], required: true },
        { key: 'has-home', type: 'question', required: true },
        { key: 'has-plan', type: 'question', required: true },
      ],
      met: true,
    },
    {
      key: 'treat',
      from: ['assessment'],
      to: 'treatment',
      who: treating,
      fields: [{ key: 'assessment-result', type: 'long', required: true }],
    },
    {
      key: 'treat-at-once',
      from: ['referred'],
      to: 'treatment',
      who: treating,
      fields: [
        { key: 'target-group', type: 'question', mustBe: ['yes'], required: true },
        { key: 'reason', type: 'long', required: true },
      ],
      met: true,
    },
    {
      key: 'prepare-discharge',
      from: ['treatment'],
      to: 'discharge',
      who: treating,
      fields: [
        { key: 'has-home', type: 'question', required: true },
        { key: 'coordinator', type: 'text', required: true },
      ],
    },
    {
      key: 'discharge-early',
      from: ['assessment'],
      to: 'discharge',
      who: treating,
      fields: [
        { key: 'reason', type: 'long', required: true },
        { key: 'has-home', type: 'question', required: true },
      ],
    },
    {
      key: 'complete',
      from: ['discharge'],
      to: 'completed',
      who: treating,
      fields: [
        {
          key: 'goes-to',
          type: 'choice',
          options: ['own-home', 'residential', 'shelter', 'relative', 'other'],
          required: true,
        },
        { key: 'next-help', type: 'long', required: true },
      ],
    },
    {
      key: 'patient-leaves',
      from: ['assessment', 'treatment', 'discharge'],
      to: 'patient-left',
      who: treating,
      fields: [
        { key: 'patient-chose', type: 'question', mustBe: ['yes'], required: true },
        { key: 'offered', type: 'long', required: true },
      ],
    },
    {
      key: 'not-receive',
      from: ['referred'],
      to: 'not-received',
      who: treating,
      fields: [
        { key: 'reason', type: 'long', required: true },
        { key: 'offered', type: 'long', required: true },
      ],
    },
    {
      key: 'death',
      from: ['referred', 'assessment', 'treatment', 'discharge'],
      to: 'dead',
      who: treating,
      fields: [{ key: 'died-on', type: 'date', required: false }],
    },
  ],
  deadlines: [
    {
      key: 'guarantee',
      clock: 'deadline',
      enters: 'referred',
      until: ['assessment', 'treatment', 'not-received'],
      due: { days: 14 },
      source: 'sundhedsloven § 82 c',
    },
    {
      key: 'assessment-ends',
      clock: 'deadline',
      enters: 'assessment',
      until: ['treatment', 'discharge'],
      due: { days: 21 },
      source: 'INT-02',
    },
  ],
  rhythms: [
    {
      key: 'plan-meeting',
      clock: 'task',
      during: ['assessment', 'treatment', 'discharge'],
      every: { months: 1 },
      fields: [{ key: 'problems-first', type: 'long', required: true }],
    },
  ],
  defaultLength: { from: ['assessment', 'treatment'], length: { months: 3 } },
  endsByItself: false,
  neverWithoutContact: false,
  handoverWithin: { workingDays: 2 },
  sources: ['INT-02', 'INT-06', 'L9', 'sundhedsloven § 82 c'],
} as const satisfies Definition
