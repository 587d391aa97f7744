export const da = {
  'topic.housing': 'Bolig og et sted at være',
  'topic.treatment': 'Behandling',
  'topic.contact-person': 'Kontaktperson',
  'topic.medicine': 'Medicin',
  'topic.transport': 'Transport',
  'topic.situation': 'Personens situation',
  'topic.care-need': 'Behov for pleje',
  'topic.health': 'Helbred',
  'topic.economy': 'Økonomi',
  'topic.whereabouts': 'Hvor personen er',
}
