import type { da } from './topics.da.ts'

export const en: Record<keyof typeof da, string> = {
  'topic.housing': 'Housing and somewhere to be',
  'topic.treatment': 'Treatment',
  'topic.contact-person': 'Contact person',
  'topic.medicine': 'Medicine',
  'topic.transport': 'Transport',
  'topic.situation': "The person's situation",
  'topic.care-need': 'Need of care',
  'topic.health': 'Health',
  'topic.economy': 'Economy',
  'topic.whereabouts': 'Where the person is',
}
