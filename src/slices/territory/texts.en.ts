import type { da } from './texts.da.ts'

export const en: Record<keyof typeof da, string> = {
  'error.territory.unknown-area':
    'We do not know the area {area} on that date. Use dk, a region’s code or a municipality’s code.',
  'error.territory.unknown-municipality': 'There is no municipality with the code {code}.',
  'error.territory.organisation-not-found': 'The organisation does not exist.',
  'error.territory.council-not-found': 'The health council does not exist.',
  'error.territory.ends-before-start': 'The last day is before the first.',
  'error.territory.stale-edit':
    'Somebody else changed this while you were writing (you saw version {yours}, it is now version {current}). Look at both and save again.',
  'error.territory.parent-circle': 'An organisation cannot belong to itself.',
  'error.territory.overlap': 'The period overlaps another. Change the first or the last day.',
  'error.territory.contact-of-one':
    'A contact belongs to either a municipality or an organisation.',
  'error.territory.contact-unreachable': 'Give a phone number or an e-mail address.',
  'error.territory.deputy-of-unknown':
    'The person who is to have a deputy does not hold this function here.',
  'error.territory.left-without-council':
    'These municipalities would be left without a health council: {codes}. Move them to another first.',
  'kind.ministry': 'Ministry or government',
  'kind.agency': 'State agency',
  'kind.region': 'Region',
  'kind.municipality': 'Municipality',
  'kind.hospital': 'Hospital',
  'kind.council': 'Council or interest organisation',
  'kind.ngo': 'Civil society organisation',
  'kind.foundation': 'Foundation',
  'kind.company': 'Company',
  'kind.partnership': 'Partnership or network',
  'kind.research': 'Research',
  'kind.service': 'Service',
  'kind.other': 'Other',
  'area.country': 'The whole country',
  'population.asOf': 'Population {count} ({year})',
}
