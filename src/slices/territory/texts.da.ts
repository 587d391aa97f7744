export const da = {
  'error.territory.unknown-area':
    'Vi kender ikke området {area} på den dato. Brug dk, en regions kode eller en kommunes kode.',
  'error.territory.unknown-municipality': 'Der er ingen kommune med koden {code}.',
  'error.territory.organisation-not-found': 'Organisationen findes ikke.',
  'error.territory.council-not-found': 'Sundhedsrådet findes ikke.',
  'error.territory.ends-before-start': 'Den sidste dag ligger før den første.',
  'error.territory.stale-edit':
    'En anden har ændret dette, mens du skrev (du så udgave {yours}, nu er det udgave {current}). Se begge udgaver, og gem igen.',
  'error.territory.parent-circle': 'En organisation kan ikke høre under sig selv.',
  'error.territory.overlap': 'Perioden overlapper en anden. Ret den første eller den sidste dag.',
  'error.territory.contact-of-one':
    'En kontaktperson hører til enten en kommune eller en organisation.',
  'error.territory.contact-unreachable': 'Skriv et telefonnummer eller en e-mailadresse.',
  'error.territory.deputy-of-unknown':
    'Den, der skal have en stedfortræder, har ikke denne funktion her.',
  'error.territory.left-without-council':
    'Disse kommuner ville stå uden sundhedsråd: {codes}. Flyt dem til et andet råd først.',
  'kind.ministry': 'Ministerium eller regering',
  'kind.agency': 'Styrelse eller statslig myndighed',
  'kind.region': 'Region',
  'kind.municipality': 'Kommune',
  'kind.hospital': 'Hospital',
  'kind.council': 'Råd eller interesseorganisation',
  'kind.ngo': 'Civilsamfundsorganisation',
  'kind.foundation': 'Fond',
  'kind.company': 'Virksomhed',
  'kind.partnership': 'Partnerskab eller netværk',
  'kind.research': 'Forskning og viden',
  'kind.service': 'Tilbud',
  'kind.other': 'Andet',
  'area.country': 'Hele landet',
  'population.asOf': '{count} indbyggere ({year})',
} as const
