import type { Message } from '#kit/i18n/index.ts'
import type { da } from './consent.da.ts'

export const en: Record<keyof typeof da, Message> = {
  topics: 'What may be told?',
  how: 'How was it given?',
  'how.oral': 'Orally',
  'how.written': 'In writing',
  witness: 'Witness',
  'oral-reason': 'Why not in writing?',
  'oral-reason.hint':
    'Only where health is to be told of: why the consent is oral (sundhedsloven § 44).',
  until: 'Holds until and including',
  'until.hint': 'A year at most. The person can say no again at any time.',
}
