import type { da } from './shelter-stay.da.ts'

export const en: Record<keyof typeof da, string> = {
  title: 'Stay at a shelter (§ 110)',
  about:
    'The person may come on their own or be referred. The leader decides admission and discharge. The municipality of action is told within three working days.',
  'state.asked': 'Has come to us',
  'state.admitted': 'Admitted',
  'state.staying': 'Living here',
  'state.ended': 'The stay is over',
  'state.not-admitted': 'Not admitted',
  'outcome.ended': 'The stay is over',
  'outcome.not-admitted': 'Not admitted',
  'transition.admit': 'Admit',
  'transition.arrive': 'The person has arrived',
  'transition.end-stay': 'End the stay',
  'transition.not-admit': 'The person is not admitted here',
  'field.decided-by': 'Which leader decided it?',
  'field.approach': 'How did the person get here?',
  'choice.approach.own': 'Came on their own',
  'choice.approach.referral': 'Was referred',
  'field.acute-need': 'Is there an acute need?',
  'field.reasons': "The leader's reasons",
  'field.reason': 'Why?',
  'field.offered': 'Which place was offered instead?',
  'deadline.decision': "The leader's decision",
  'deadline.municipality-told': 'Notice to the municipality of action',
  'deadline.housing-plan': 'Plan for a home of their own',
}
