export const da = {
  'error.pathways.not-the-owner':
    'Kun den organisation, der har ansvaret for forløbet, kan gøre det.',
  'error.pathways.not-your-move': 'Din rolle kan ikke tage dette skridt. Spørg din leder.',
  'error.pathways.never-by-itself':
    'Et forløb slutter ikke af sig selv. Det skal et menneske beslutte.',
  'error.pathways.no-such-transition': 'Det skridt findes ikke i dette forløb.',
  'error.pathways.not-from-here':
    'Forløbet er et andet sted nu, så det skridt kan ikke tages. Se, hvor det står.',
  'error.pathways.moved-on':
    'En kollega har ændret forløbet, mens du skrev. Se det nye herunder; det, du skrev, står der endnu.',
  'error.pathways.closed': 'Forløbet er afsluttet.',
  'error.pathways.through-its-page': 'Det skridt tages på sin egen side i forløbet.',
  'error.pathways.owner-left':
    'Den ansvarlige er her ikke længere. Vælg først en ny kontakt, eller overdrag forløbet.',
  'error.pathways.handover-pending':
    'En overdragelse venter på svar. Træk den tilbage, eller vent på svaret, før forløbet afsluttes.',
  'error.pathways.closing-withdraws':
    'Der er henvisninger eller pladser, som ender med forløbet ({n}). Se dem, og afslut igen.',
  'error.pathways.still-staying':
    'Personen bor der endnu. Stedet skal først skrive, at opholdet er slut, og hvor personen tager hen.',
  'error.pathways.said-refused': 'Noget mangler eller kan ikke være rigtigt.',
  'error.pathways.field-required': 'Skal udfyldes.',
  'error.pathways.field-too-long': 'Teksten er for lang.',
  'error.pathways.field-not-a-date': 'Skriv en dato, for eksempel 2026-03-09.',
  'error.pathways.field-not-a-number': 'Tallet kan ikke være rigtigt.',
  'error.pathways.field-not-an-answer': 'Vælg ja, nej eller ved ikke.',
  'error.pathways.answer-stops': 'Med dette svar kan skridtet ikke tages endnu.',
  'error.pathways.field-not-a-choice': 'Vælg en af mulighederne.',
  'error.pathways.field-not-a-colleague': 'Vælg en kollega, der arbejder her.',
  'error.pathways.at-future': 'Tidspunktet ligger i fremtiden.',
  'error.pathways.at-before': 'Tidspunktet ligger før det, der allerede er sket i forløbet.',
  'error.pathways.owner-only-by-handover':
    'Ansvaret flytter kun, når en anden siger ja til en overdragelse.',
  'error.pathways.still-answers':
    'I har stadig ansvaret for et forløb med personen, eller personen bor hos jer. Afslut eller overdrag det først.',
  'error.pathways.handover-accepted': 'Forløbet er allerede overtaget.',
  'error.pathways.handover-declined': 'Overdragelsen er allerede afvist.',
  'error.pathways.handover-withdrawn':
    'Overdragelsen blev trukket tilbage, før du svarede. Afsenderen har stadig ansvaret.',
  'error.pathways.handover-consent-withdrawn':
    'Personen har trukket sit samtykke tilbage. Afsenderen har stadig ansvaret.',
  'error.pathways.handover-moved-on':
    'Forløbet er afsluttet eller har fået en anden ansvarlig i mellemtiden.',
  'error.pathways.gate-refused': 'Stedet er ikke gemt. Ret det, der er markeret.',
  'error.pathways.gate-unknown': 'Der er intet tilbud med det navn i oversigten.',
  'error.pathways.gate-which': 'Flere passer: {names}. Skriv hele navnet.',
  'error.pathways.handover-one-open':
    'I har allerede et forløb af samme slags i gang med personen. Afslut det ene, før I tager det andet.',
  'error.pathways.handover-one': 'Der venter allerede en overdragelse af forløbet på svar.',
  'error.pathways.handover-to-self': 'Vælg en anden organisation end jeres egen.',
  'error.pathways.handover-ground':
    'Vælg et samtykke, der dækker det, eller skriv den paragraf, I deler efter.',
  'error.pathways.handover-consent':
    'Samtykket gælder ikke længere, eller det dækker ikke denne modtager og dette forløb.',
  'error.pathways.handover-refused': 'Overdragelsen kan ikke sendes endnu.',
  'error.pathways.board-filter': 'Filteret kan ikke læses. Vælg igen.',
}
