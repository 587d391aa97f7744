import { rulesDa } from './texts.rules.da.ts'

export const da = {
  ...rulesDa,
  'error.services.not-found': 'Tilbuddet findes ikke.',
  'error.services.not-yours': 'Du har ikke adgang til at gøre det for dette tilbud.',
  'error.services.report-not-found': 'Meldingen findes ikke.',
  'error.services.report-refused': 'Meldingen er ikke modtaget. Ret det, der står ved felterne.',
  'error.services.report.from-too-far': 'En lukning kan højst meldes {days} dage i forvejen.',
  'error.services.capacity.ahead':
    'Antal pladser tælles, som de er nu. Meld dem uden et starttidspunkt i fremtiden.',
  'error.services.already-corrected':
    'Meldingen er allerede rettet af en anden. Se historikken, og ret den nyeste.',
  'error.services.nothing-to-withdraw': 'Meldingen er allerede taget tilbage.',
  'error.services.past-is-corrected':
    'Fortiden kan ikke skrives om. Den kan kun rettes med en ny melding, der henviser til den forkerte.',
  'error.services.search-too-long': 'Søgeteksten er for lang.',
  'error.services.service-refused': 'Tilbuddet er ikke gemt. Ret det, der står ved felterne.',
  'error.services.hotline-refused': 'Linjen er ikke gemt. Ret det, der står ved felterne.',
  'error.services.hotline-no-first-step':
    'Der er ingen linje at ringe til først. Tilføj den relevante myndigheds nummer som trin 1.',
  'error.services.hotline-stale':
    '{name} er ændret af en anden, mens du skrev. Se den igen, og gem så.',
  'error.services.hotline-not-found': 'Linjen findes ikke.',
  'error.services.stale-edit':
    '{name} er ændret af en anden, mens du skrev. Intet af dit er gemt endnu. Se begge udgaver, og vælg.',
  'error.services.looks-like-duplicate':
    'Tilbuddet ligner et, der findes i forvejen: {names}. Sæt kryds ved, at det er et andet, eller ret det, der findes.',
  'error.services.cannot-merge':
    'De to kan ikke lægges sammen. Det, der skal fortsætte, må ikke være afsluttet.',
  'error.services.unknown-organisation': 'Organisationen findes ikke.',
  'error.services.email-invalid': 'Skriv en e-mailadresse som navn@eksempel.dk.',
  'error.services.language-unknown':
    'Vi kender ikke sproget {value}. Brug sprogets kode, for eksempel da, en eller ro.',
  'error.services.closed-before-opened': 'Slutdatoen ligger før startdatoen.',
  'error.services.digital-needs-door':
    'Et digitalt tilbud skal have et link eller et telefonnummer.',
  'error.services.dated-hours-overlap':
    'Der er allerede en ændring i den periode. Fjern den først, eller vælg andre dage.',
  'error.services.dated-hours-reversed': 'Den sidste dag ligger før den første.',
  'error.services.stops-overlap': 'Bilen er allerede et andet sted på det tidspunkt.',
  'error.services.stops-tell-where':
    'Stop viser, hvor tilbuddet er. Et tilbud med hemmelig adresse kan ikke have stop.',
  'error.services.stop-not-found': 'Stoppet findes ikke.',
  'error.services.stop-not-that-day':
    'Stoppet er ikke planlagt den dag. Vælg en dato, hvor det skulle have været der.',
  'error.services.stop-reason-needed': 'Skriv, hvorfor stoppet er ændret.',
  'error.services.overlap': 'Det overlapper noget, der er gemt i forvejen.',
  'error.services.criticality-source-needed':
    'Skriv, hvem der har vurderet det, eller hvor det står.',
  'error.services.facility-places-needed': 'Skriv, hvor mange pladser stedet åbner med.',
  'error.services.not-temporary': 'Tilbuddet er ikke midlertidigt og kan ikke forlænges.',
  'error.services.generate-number': '--{name} skal være et helt tal fra 0 til {most}.',
  'error.services.generate-no-services': 'Meldinger kræver mindst ét tilbud.',
  'error.services.import-too-large':
    'Filen fylder mere end {megabytes} MB. Del den op. Intet er gemt.',
  'error.services.import-not-utf8': 'Filen kan ikke læses. Gem den som CSV i UTF-8. Intet er gemt.',
  'error.services.import-empty':
    'Filen er tom. Den skal have en række med overskrifter og mindst én række under.',
  'error.services.import-too-many': 'Filen har mere end {rows} rækker. Del den op. Intet er gemt.',
  'error.services.import-unreadable':
    'Filen kan ikke læses fra linje {line}. Se efter et anførselstegn for meget. Intet er gemt.',
  'error.services.import-unknown-column':
    'Vi kender ikke kolonnen ”{value}”. Ret overskriften, eller fjern kolonnen.',
  'error.services.import-missing-column': 'Kolonnen ”{da}” (på engelsk ”{en}”) mangler.',
  'error.services.import-cells': 'Rækken har {found} felter, men der er {expected} kolonner.',
  'error.services.import-formula': 'Feltet ligner en formel og er afvist. Skriv almindelig tekst.',
  'error.services.import-missing': 'Feltet skal udfyldes.',
  'error.services.import-value': '”{value}” kan ikke bruges her.',
  'error.services.import-number': '”{value}” er ikke et tal.',
  'error.services.import-unknown-word':
    'Vi kender ikke ”{value}”. Brug et af ordene fra skabelonen.',
  'error.services.import-unknown-municipality': 'Der er ingen kommune, der hedder ”{value}”.',
  'error.services.import-unknown-organisation':
    'Vi kender ikke organisationen ”{value}”. Bed en administrator om at oprette den først.',
  'error.services.import-answer':
    '”{value}” er ikke et svar. Skriv ja, nej eller lad feltet stå tomt.',
  'error.services.import-twice': 'Ligner {name} i linje {line}. Et tilbud må kun stå én gang.',
  'error.services.import-known': 'Ligner {name}, der findes i forvejen.',
  'reminder.subject': 'Er der åbent hos {name}? Meldingen er for gammel',
  'reminder.text':
    'Hej {name}\n\nJeres melding om åbent eller lukket blev for gammel {since}. Derfor står der nu "ukendt" ved jer, og mennesker, der søger et sted at være, kan ikke se, om I har åbent.\n\nMeld her, hvordan det er nu. Det tager to tryk:\n{url}\n\nDu får kun denne besked én gang, hver gang en melding bliver for gammel.',
} as const
