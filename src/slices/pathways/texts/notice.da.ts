import type { Message } from '#kit/i18n/index.ts'

export const da = {
  menu: 'Beskeder',
  'inbox.title': 'Beskeder',
  'inbox.lead':
    'Det, din organisation skal høre. En besked nævner aldrig en person ved navn: er du involveret, kan du åbne forløbet, ellers ringer du til afsenderen.',
  'inbox.empty': 'Der er ingen beskeder. Kommer der en, står den her med det samme.',
  'inbox.unseen': 'Ikke set',
  'inbox.from': 'Fra',
  'inbox.when': 'Sendt',
  'inbox.contact': 'Udpeget kontakt',
  'inbox.seen': 'Set {when} af {name}',
  'inbox.mark': 'Jeg har set den',
  'inbox.open': 'Åbn forløbet',
  'kind.street': 'Udskrevet til gaden',
  'kind.escalated': 'Ingen har svaret',
  'kind.municipality-notice': 'Optaget på herberg',
  'kind.admitted': 'Indlagt',
  'kind.withdrawn': 'Trukket tilbage',
  'kind.place': 'Plads, der var lovet',
  'kind.handover': 'Overdragelse',
  'kind.referral': 'Henvisning',
  'kind.answer': 'Svar',
  'kind.follow-up': 'Opfølgning',
  'kind.housing-plan': 'Plan for bolig mangler',
  'kind.owner-left': 'Den ansvarlige er her ikke længere',
  'kind.emergency-access': 'Nødadgang er ikke gennemgået',
  'text.emergency-access': (p: Record<string, string | number>) =>
    `${p.n === 1 ? 'En nødadgang' : `${p.n} nødadgange`} i jeres organisation er ikke gennemgået inden for 72 timer. Databeskyttelsesrådgiveren gennemgår dem under »Databeskyttelse«.`,
  'text.street':
    '{sender} har udskrevet en person, som ikke har et sted at være. Ring til {name} på {phone} nu.',
  'text.municipality-notice':
    '{sender} har optaget en person, som I er handlekommune for (serviceloven § 110, stk. 6). Log ind og se hvem.',
  'text.admitted':
    'En person, som I følger, er indlagt hos {sender}. Log ind, eller ring til {name} på {phone}.',
  'told.place-consent-withdrawn':
    'Et samtykke er trukket tilbage, og en plads, I holdt, er fri igen. Der er intet, I skal gøre. Har I ikke et andet grundlag, kan I ikke længere se personen.',
  'told.place-withdrawn':
    'En plads, I holdt, skal ikke bruges og er fri igen. Der er intet, I skal gøre.',
  'told.referral-consent-withdrawn':
    'Et samtykke er trukket tilbage. En henvisning til jer er lukket. Der er intet, I skal gøre.',
  'told.referral-withdrawn': 'En henvisning til jer er trukket tilbage. Der er intet, I skal gøre.',
  'told.sent-place-consent-withdrawn':
    'Samtykket er trukket tilbage. Den plads, der var holdt, er givet fri. Tal med personen om, hvad der så skal ske.',
  'told.sent-referral-consent-withdrawn':
    'Samtykket er trukket tilbage. Henvisningen er lukket. Tal med personen om, hvad der så skal ske.',
  'told.sent-consent-over':
    'Et samtykke er udløbet, og det, der byggede på det, er lukket. Tal med personen om, hvad der så skal ske.',
  'told.sent-place-released':
    'En plads, I havde fået tilsagn om, holdes ikke længere. Log ind, og find en anden.',
  'told.sent-place-no-show':
    'En person, I har henvist, er ikke kommet til den plads, der var holdt. Log ind og se hvem.',
  'mail.subject': 'Besked fra {sender}',
  'mail.text':
    '{text}\n\nLog ind for at se mere: {url}\n\nDenne mail indeholder ingen oplysninger om personen.',
  'letter.title': 'Underretning til kommunen',
  'letter.lead':
    'Et herberg skal underrette handlekommunen senest tre hverdage efter, at en person er optaget (serviceloven § 110, stk. 6).',
  'letter.admitted': 'Optaget',
  'letter.due': 'Skal være sendt senest',
  'letter.municipality': 'Handlekommune',
  'letter.send': 'Send underretningen',
  'letter.sent': 'Underretningen er sendt {when} til {to}.',
  'letter.overdue': 'Fristen er overskredet. Send underretningen nu.',
  'letter.no-organisation':
    '{municipality} er ikke på Værn. Print brevet, og send det selv. Registrér det så her.',
  'letter.no-contact': 'Kommunen har ikke udpeget nogen kontakt her.',
  'letter.contact': 'Kontakt i kommunen',
  'letter.print': 'Brevet, som det kan printes',
  'letter.text.to': 'Til {municipality}',
  'letter.text.subject': 'Underretning efter servicelovens § 110, stk. 6',
  'letter.text.body':
    '{person} blev optaget hos {organisation} {when}. Lederen har truffet afgørelse om optagelsen.',
  'letter.text.code': 'En person med koden {reference}',
  'letter.text.answer': 'Svar til {organisation}. Henvis til kode {reference}.',
  'letter.minimum':
    'Brevet siger kun, hvem der er optaget, hvor og hvornår. Mere kræver loven ikke.',
  'letter.anonymous': 'Personens identitet bliver hos jer. Kommunen får koden.',
  'letter.not-admitted': 'Personen er ikke optaget endnu. Der er intet at underrette om.',
  'admitted.title': 'Fortæl, at personen er indlagt',
  'admitted.lead':
    'Gadesygeplejersken eller kontaktpersonen kan få besked, når personen har sagt ja, eller når en lov giver adgang.',
  'admitted.to': 'Hvem skal have besked?',
  'admitted.ground': 'Grundlag',
  'admitted.consent': 'Samtykke: {recipient}, til og med {until}',
  'admitted.law': 'Lov',
  'admitted.law-reference': 'Hvilken bestemmelse?',
  'admitted.law.hint': 'Fx sundhedsloven § 43, stk. 2, nr. 2. Personen skal have det at vide.',
  'admitted.phone': 'Dit telefonnummer',
  'admitted.send': 'Send besked',
  'admitted.sent': 'Beskeden er sendt til {to}.',
  'admitted.none':
    'Der er intet samtykke, som gælder nu. Uden samtykke eller lov bliver der ikke sendt noget.',
  'error.pathways.notice-not-found': 'Beskeden findes ikke, eller den er ikke til jer.',
  'error.pathways.not-admitted': 'Personen er ikke optaget endnu. Der er intet at underrette om.',
  'error.pathways.notice-sent': 'Kommunen er allerede underrettet.',
  'error.pathways.municipality-unknown': 'Vælg den kommune, der skal underrettes.',
  'error.pathways.no-ground': 'Der er hverken samtykke eller lov. Beskeden er ikke sendt.',
} satisfies Record<string, Message>
