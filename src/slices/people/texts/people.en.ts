import type { da } from './people.da.ts'

export const en: Record<keyof typeof da, string> = {
  'menu.people': 'People',
  'card.unknown': 'A person whom you cannot see',
  'card.code': 'Code {reference}',
  'tabs.person': 'About the person',
  'tab.plan': 'Plan',
  'tab.identity': 'Who the person is',
  'tab.consents': 'Consents',
  'tab.involvements': 'Who is involved',
  'tab.copy': "The person's copy",
  'header.reference': 'Code',
  'header.contact': 'Contact',
  'person.name': 'Name',
  'person.languages': 'Languages',
  'protected.tag': 'Protected',
  'pseudonymous.tag': 'You see the code only',
  'break-glass.banner': 'You see this by emergency access',
  'break-glass.until': 'The access ends {when}. Somebody else reviews it afterwards.',
  'modes.title': 'How to meet the person',
  'modes.review': 'To be looked at again {date}.',
  'modes.overdue': 'Should have been looked at again {date}.',
}
