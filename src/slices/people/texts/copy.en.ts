import type { da } from './copy.da.ts'

export const en: Record<keyof typeof da, string> = {
  'copy.lead':
    "Go through it together with the person, or print it. It is the person's own and needs no MitID.",
  'copy.printed': 'This is how it was {when}.',
  'copy.part.title': 'This copy is not whole',
  'copy.part':
    'It shows only what your own organisation has. Ask somebody who follows the plan of the person for the whole copy.',
  'copy.identity': 'Who I am here',
  'copy.called': 'I want to be called {name}.',
  'copy.name': 'My name is {name}.',
  'copy.born': 'I was born {born}.',
  'copy.languages': 'I speak {languages}.',
  'copy.protected': 'I am protected: other organisations know only my code.',
  'copy.code': 'Here I am the code {reference}.',
  'copy.consents': 'What I have said yes to',
  'copy.consents.lead': 'I can say no, and take back a yes at any time. The help is the same.',
  'copy.consent':
    '{state}: {recipient} may know about {topics}. Purpose: {purpose}. Until {until}.',
  'copy.who': 'Who is involved',
  'copy.involved': '{organisation}: {level}. {purpose}.',
  'copy.looks': 'Who has looked at my information',
  'copy.look': '{when}: {who}, {organisation}, {what}{reason}',
  'copy.look.times': '{line}, {n} times',
  'copy.looks.none': 'Nobody has looked at it yet.',
  'copy.looks.code': 'This shows only to those who know the name of the person.',
}
