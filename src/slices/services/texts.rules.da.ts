/** What the directory's rules refuse or flag, in Danish. Spread into the slice's texts. */
export const rulesDa = {
  'error.services.hours-invalid':
    '”{value}” kan ikke læses som åbningstider. Skriv for eksempel Mo-Fr 09:00-17:00; Sa 10:00-14:00; PH off (PH er helligdage). Sæt semikolon mellem reglerne.',
  'error.services.hours-past-24':
    '”{value}” har et klokkeslæt efter 24:00. En nat skrives som 22:00-02:00.',
  'error.services.hours-no-times':
    '”{value}” mangler klokkeslæt. Skriv for eksempel Mo-Fr 09:00-17:00, eller 24/7 for døgnåbent.',
  'error.services.hours-unsupported':
    '”{value}” kan ikke besvares med åbent eller lukket. Skriv faste klokkeslæt, og skriv bemærkninger i beskrivelsen.',
  'error.services.report.empty': 'Meld enten en status eller antal pladser.',
  'error.services.report.status-unknown': 'Status skal være åbent, begrænset eller lukket.',
  'error.services.report.reason-needed': 'Vælg en grund, når der er begrænset eller lukket.',
  'error.services.report.reason-unknown': 'Vælg en grund fra listen.',
  'error.services.report.reason-not-for-open':
    'En grund hører kun til begrænset eller lukket. Fjern grunden.',
  'error.services.report.note-too-long': 'Bemærkningen må højst være {max} tegn.',
  'error.services.report.decided-by-needed':
    'Funktionen er kritisk i den aktuelle krise. Skriv, hvem der har besluttet at lukke.',
  'error.services.report.alternative-needed':
    'Funktionen er kritisk i den aktuelle krise. Skriv, hvor mennesker kan få hjælp i stedet.',
  'error.services.report.from-in-future':
    'Tidspunktet ligger mere end {minutes} minutter ude i fremtiden. Meld det, når det gælder.',
  'error.services.report.until-before-from': 'Sluttidspunktet skal ligge efter starttidspunktet.',
  'error.services.capacity.unit-unknown': 'Pladstypen findes ikke.',
  'error.services.capacity.unit-twice': 'Pladstypen er nævnt to gange.',
  'error.services.capacity.not-a-count': 'Skriv et helt antal pladser, 0 eller mere.',
  'error.services.capacity.empty':
    'Skriv, hvor mange pladser der er, eller hvor mange der er optaget.',
  'error.services.capacity.reserved-alone':
    'Skriv også, hvor mange pladser der er optaget. Reserverede pladser tælles sammen med dem.',
  'error.services.capacity.above-total':
    'Der er meldt {used} optagne og reserverede pladser, men kun {total} i alt.',
  'error.services.phone-invalid':
    '”{value}” er ikke et dansk telefonnummer. Skriv 8 cifre eller et kort nummer som 112.',
  'error.services.url-invalid':
    'Linket skal begynde med http:// eller https:// og må ikke indeholde brugernavn eller adgangskode.',
  'error.services.url-tracking':
    'Linket sporer dem, der følger det ({name}). Brug i stedet {clean}',
  'error.services.stop.end-before-start': 'Stoppet skal slutte, efter at det begynder.',
  'error.services.stop.until-before-from': 'Slutdatoen skal ligge på eller efter startdatoen.',
  'error.services.stop.length': 'Et stop varer fra {min} til {max} minutter.',
  'error.services.stop.overlaps': 'Bilen holder allerede ved {place} på det tidspunkt.',
  'error.services.stop.too-often': '{place} kan højst besøges {max} gange om ugen.',
  'error.services.date-invalid': '”{value}” er ikke en dato. Skriv for eksempel 2020-03-24.',
  'error.services.extension.not-later':
    'Den nye slutdato skal ligge efter den gamle ({oldEnd}). En ordning afkortes ikke med en forlængelse.',
  'error.services.extension.authority-needed':
    'Skriv, hvilken myndighed der har besluttet forlængelsen.',
  'error.services.facility.purpose-needed': 'Skriv, hvad stedet skal bruges til.',
  'error.services.facility.end-before-start': 'Den planlagte slutdato ligger før startdatoen.',
  'error.services.facility.manager-needed': 'Skriv, hvem der er ansvarlig for stedet.',
  'error.services.house-rule-charges':
    'Husreglen ”{value}” ser ud til at kræve betaling. Den er sendt til gennemsyn.',
  'error.services.law-not-in-force': '{reference} gælder ikke den {date}. Brug {instead}.',
  'error.services.law-elder':
    '{reference} gælder ikke for mennesker, der kan få hjælp efter {instead}. Undersøg, hvilken lov der er den rette.',
  'error.services.law-housing':
    '{reference} handler om almene ældre- og plejeboliger. Skæve boliger følger normalt {instead}.',
}
