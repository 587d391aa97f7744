export const da = {
  topics: 'Hvad må fortælles?',
  how: 'Hvordan er det givet?',
  'how.oral': 'Mundtligt',
  'how.written': 'Skriftligt',
  witness: 'Vidne',
  'oral-reason': 'Hvorfor ikke skriftligt?',
  'oral-reason.hint':
    'Kun når der skal fortælles om helbred: grunden til, at samtykket er mundtligt (sundhedsloven § 44).',
  until: 'Gælder til og med',
  'until.hint': 'Højst et år. Personen kan sige nej igen når som helst.',
}
