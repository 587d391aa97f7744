export const da = {
  'error.people.not-involved':
    'Du kan ikke se dette. Enten findes det ikke, eller også er du ikke involveret.',
  'error.people.person-refused': 'Personen er ikke registreret. Ret det, der er markeret.',
  'error.people.name-or-alias': 'Skriv et navn eller det, personen vil kaldes.',
  'error.people.number-in-name':
    'Det ligner et personnummer. Det hører ikke til i et navn og er ikke gemt.',
  'error.people.birth-impossible': 'Fødselsdatoen kan ikke passe.',
  'error.people.birth-differs': 'Fødselsåret passer ikke med fødselsdatoen.',
  'error.people.number-refused': 'Nummeret er ikke gemt. Ret det, der er markeret.',
  'error.people.number-form': 'Nummeret har ikke den form, som denne slags nummer har.',
  'error.people.number-invented':
    'Det ligner et opdigtet nummer. Lad feltet være tomt: hjælp kræver ikke et nummer.',
  'error.people.number-no-such-date': 'Datoen i nummeret findes ikke.',
  'error.people.number-known': 'Nummeret står allerede på personen.',
  'error.people.consent-refused': 'Samtykket er ikke gemt. Ret det, der er markeret.',
  'error.people.consent-in-writing':
    'Samtykke til at give helbredsoplysninger videre skal være skriftligt. Skriv ellers, hvorfor det ikke er.',
  'error.people.consent-ahead': 'Et samtykke kan ikke være givet i fremtiden.',
  'error.people.consent-over':
    'Samtykket skal slutte efter, at det er givet, og ikke være udløbet.',
  'error.people.consent-too-long': 'Et samtykke gælder højst et år. Derefter skal det gives igen.',
  'error.people.consent-recipient': 'Skriv, hvem der må få oplysningerne.',
  'error.people.consent-withdrawn': 'Samtykket er trukket tilbage og kan ikke bruges.',
  'error.people.consent-expired': 'Samtykket er udløbet og kan ikke bruges.',
  'error.people.consent-of-another': 'Samtykket er givet af en anden person.',
  'error.people.consent-other-recipient': 'Samtykket gælder en anden modtager.',
  'error.people.consent-too-narrow': 'Samtykket omfatter ikke så meget.',
  'error.people.involvement-only-ends': 'En involvering kan afsluttes, men ikke forlænges.',
  'error.people.emergency-only':
    'Du ser personen med nødadgang, og den kan ikke gives videre. Registrér personen hos jer, hvis I skal arbejde videre sammen.',
  'error.people.break-glass-refused': 'Der kan ikke åbnes for oplysninger med dette nummer.',
  'error.people.break-glass-reason':
    'Skriv en grund på mindst 10 tegn, og vælg mellem 1 og 8 timer.',
  'error.people.green-despite-risk':
    'Der er noteret en risiko. Skriv, hvorfor behovet alligevel er grønt.',
  'error.people.merged-already': 'Personen er allerede lagt sammen med en anden.',
  'error.people.not-yours': 'Du arbejder ikke i den organisation.',
  'error.people.edited-meanwhile':
    'En anden har rettet imens. Se det nye, og ret igen, hvis det stadig er nødvendigt.',
  'error.people.number-missing': 'Skriv nummeret.',
  'error.people.number-kind-missing': 'Vælg, hvilken slags nummer det er.',
  'error.people.protect-not-yours':
    'Kun den organisation, som personen først viste tillid, kan ændre beskyttelsen.',
  'error.people.protection-refused': 'Beskyttelsen er ikke ændret. Ret det, der er markeret.',
  'error.people.protection-reason': 'Vælg en grund.',
  'error.people.reason-needed': 'Skriv en begrundelse.',
  'error.people.merge-refused': 'Der er ikke ændret noget. Ret det, der er markeret.',
  'error.people.merge-circle': 'De to er allerede lagt sammen den anden vej.',
  'error.people.merge-undone': 'De to er allerede skilt ad.',
  'error.people.merge-by-another': 'En anden end den, der bad om det, skal godkende.',
  'error.people.recipient-ambiguous': 'Flere organisationer hedder det. Skriv det fulde navn.',
  'error.people.share-refused': 'Der er ikke delt noget. Ret det, der er markeret.',
  'error.people.share-consent': 'Vælg det samtykke, der giver lov.',
  'error.people.share-nobody':
    'Samtykket nævner ingen organisation i Værn. Giv oplysningerne videre på anden måde.',
  'error.people.end-refused': 'Involveringen er ikke afsluttet. Ret det, der er markeret.',
  'error.people.reviewed-already': 'Nødadgangen er allerede gennemgået.',
  'error.people.review-by-another': 'Din egen nødadgang skal gennemgås af en anden.',
  'error.people.not-found': 'Der er ingen person med det id eller den kode.',
  'error.people.id-form': 'Et id er et uuid.',
  'error.people.held':
    'Intet om personen slettes, mens en klage eller et krav er åbent. Ophæv først tilbageholdelsen.',
  'error.people.order-needed': 'Skriv, hvem der har bestilt det, og hvorfor.',
  'error.people.organisation-unknown': 'Der er ingen organisation med det id.',
  'error.people.reason-names': 'Begrundelsen bliver gemt og må ikke sige, hvem det handler om.',
  'error.people.bulk-protected':
    'Mindst én af personerne er beskyttet. Beskyttede mennesker udleveres kun enkeltvis.',
  'error.people.language-unknown':
    'Vi kender ikke sproget. Skriv dets navn, for eksempel polsk. Er der flere, så sæt komma imellem.',
  'error.people.hold-refused': 'Der er ikke ændret noget. Ret det, der er markeret.',
}
