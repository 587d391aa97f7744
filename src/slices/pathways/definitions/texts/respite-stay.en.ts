import type { da } from './respite-stay.da.ts'

export const en: Record<keyof typeof da, string> = {
  title: 'Stay at a care centre',
  about:
    'A stay to recover, at most as long as the house allows. Nothing is asked in the first days. What happens next is for the person to say.',
  'state.asked': 'The house was asked',
  'state.reserved': 'Room reserved',
  'state.staying': 'Living here',
  'state.leaving': 'The way on is planned',
  'state.ended': 'The stay is over',
  'state.not-received': 'Not received',
  'outcome.ended': 'The stay is over',
  'outcome.not-received': 'Not received',
  'transition.reserve': 'Reserve a room',
  'transition.release': 'Release the room',
  'transition.arrive': 'The person has arrived',
  'transition.plan-exit': 'Plan the way on',
  'transition.end-stay': 'End the stay',
  'transition.not-receive': 'The person will not come here',
  'field.next-home': 'Where will the person live next?',
  'field.asked-for-by-person': 'Is it what the person wants?',
  'field.reason': 'Why?',
  'field.offered': 'What was offered instead?',
  'deadline.answer': 'Answer to the request',
  'deadline.exit-plan': 'Plan for the way on',
}
