import { defineTexts } from '#kit/i18n/index.ts'

/** Texts of the pages that belong to no slice. */
export const appTexts = defineTexts(
  {
    'accessibility.title': 'Tilgængelighedserklæring',
    'accessibility.aim':
      'Alle skal kunne bruge Værn: på en gammel telefon, med skærmlæser, med tastatur og uden at kunne se farver.',
    'accessibility.status': 'Hvor langt er vi?',
    'accessibility.status.text':
      'Siderne skal leve op til WCAG 2.1 niveau AA, som loven kræver, og sigter mod WCAG 2.2 niveau AA. De er delvist i overensstemmelse med kravene, indtil de er prøvet af uafhængige og af mennesker, der bruger hjælpemidler.',
    'accessibility.limits': 'Det ved vi, at vi mangler',
    'accessibility.limit.users':
      'Siderne er prøvet automatisk og af os selv, men ikke endnu af mennesker, der bruger hjælpemidler til daglig.',
    'accessibility.limit.languages': 'Siderne findes kun på dansk og engelsk.',
    'accessibility.limit.texts':
      'Tekster, som stederne selv skriver, kan være lange eller svære at forstå.',
    'accessibility.limit.tiles':
      'Felterne på danmarkskortet er små på en telefon. Tabellen under kortet har de samme links.',
    'accessibility.contact': 'Virker noget ikke for dig?',
    'accessibility.contact.text':
      'Skriv eller ring til den kommune, region eller organisation, der driver siden. Du kan altid få oplysningerne på en anden måde. Er du ikke tilfreds med svaret, kan du klage til Digitaliseringsstyrelsen.',
    'accessibility.made': 'Sådan er erklæringen lavet',
    'accessibility.made.text':
      'Den bygger på automatiske prøver og vores egen gennemgang. Den er skrevet den 22. november 2026 og opdateres mindst én gang om året.',
  },
  {
    'accessibility.title': 'Accessibility statement',
    'accessibility.aim':
      'Everybody must be able to use Værn: on an old phone, with a screen reader, with a keyboard and without seeing colours.',
    'accessibility.status': 'How far are we?',
    'accessibility.status.text':
      'The pages must meet WCAG 2.1 level AA, as the law asks, and aim for WCAG 2.2 level AA. They meet the demands in part until they have been tried by independent people and by people who use assistive technology.',
    'accessibility.limits': 'What we know is missing',
    'accessibility.limit.users':
      'The pages have been tried by machine and by ourselves, not yet by people who use assistive technology daily.',
    'accessibility.limit.languages': 'The pages exist in Danish and English only.',
    'accessibility.limit.texts':
      'Texts that the places write themselves may be long or hard to understand.',
    'accessibility.limit.tiles':
      'The tiles of the map are small on a phone. The table beneath it has the same links.',
    'accessibility.contact': 'Does something not work for you?',
    'accessibility.contact.text':
      'Write to or call the municipality, region or organisation that runs the site. You can always get the information in another way. If the answer does not satisfy you, you can complain to the Agency for Digital Government.',
    'accessibility.made': 'How the statement was made',
    'accessibility.made.text':
      'It rests on automatic tests and our own review. It was written on 22 November 2026 and is renewed at least once a year.',
  },
)
