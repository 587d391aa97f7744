export const da = {
  'copy.lead':
    'Gennemgå den sammen med personen, eller print den. Det er personens egen, og den kræver ikke MitID.',
  'copy.printed': 'Sådan så det ud {when}.',
  'copy.part.title': 'Kopien er ikke hel',
  'copy.part':
    'Den viser kun det, jeres egen organisation har. Bed nogen, som følger personens plan, om at lave den hele kopi.',
  'copy.identity': 'Hvem jeg er her',
  'copy.called': 'Jeg vil kaldes {name}.',
  'copy.name': 'Mit navn er {name}.',
  'copy.born': 'Jeg er født {born}.',
  'copy.languages': 'Jeg taler {languages}.',
  'copy.protected': 'Jeg er beskyttet: andre organisationer kender kun min kode.',
  'copy.code': 'Her er jeg koden {reference}.',
  'copy.consents': 'Hvad jeg har sagt ja til',
  'copy.consents.lead':
    'Jeg kan sige nej og trække et ja tilbage når som helst. Hjælpen er den samme.',
  'copy.consent': '{state}: {recipient} må vide noget om {topics}. Formål: {purpose}. Til {until}.',
  'copy.who': 'Hvem der er involveret',
  'copy.involved': '{organisation}: {level}. {purpose}.',
  'copy.looks': 'Hvem der har set på mine oplysninger',
  'copy.look': '{when}: {who}, {organisation}, {what}{reason}',
  'copy.look.times': '{line}, {n} gange',
  'copy.looks.none': 'Ingen har set på dem endnu.',
  'copy.looks.code': 'Det kan kun ses af dem, der kender personens navn.',
}
