import type { Message } from '#kit/i18n/index.ts'
import type { da } from './notice.da.ts'

export const en: Record<keyof typeof da, Message> = {
  menu: 'Notices',
  'inbox.title': 'Notices',
  'inbox.lead':
    'What your organisation must hear. A notice never names a person: if you are involved you can open the pathway, otherwise ring the sender.',
  'inbox.empty': 'There are no notices. When one comes, it shows here at once.',
  'inbox.unseen': 'Not seen',
  'inbox.from': 'From',
  'inbox.when': 'Sent',
  'inbox.contact': 'Appointed contact',
  'inbox.seen': 'Seen {when} by {name}',
  'inbox.mark': 'I have seen it',
  'inbox.open': 'Open the pathway',
  'kind.street': 'Discharged to the street',
  'kind.escalated': 'Nobody has answered',
  'kind.municipality-notice': 'Admitted to a shelter',
  'kind.admitted': 'In hospital',
  'kind.withdrawn': 'Withdrawn',
  'kind.place': 'A place that was promised',
  'kind.handover': 'Handover',
  'kind.referral': 'Referral',
  'kind.answer': 'Answer',
  'kind.follow-up': 'Follow-up',
  'kind.housing-plan': 'A plan for housing is missing',
  'kind.owner-left': 'The one who answers has left',
  'kind.emergency-access': 'Emergency access not reviewed',
  'text.emergency-access': (p) =>
    `${p.n === 1 ? 'An emergency access in your organisation was' : `${p.n} emergency accesses in your organisation were`} not reviewed within 72 hours. The data protection officer reviews them under “Data protection”.`,
  'text.street':
    '{sender} has discharged somebody who has nowhere to be. Ring {name} on {phone} now.',
  'text.municipality-notice':
    '{sender} has admitted somebody whose municipality of action you are (serviceloven § 110(6)). Log in to see who.',
  'text.admitted':
    'Somebody whom you follow is in hospital at {sender}. Log in, or ring {name} on {phone}.',
  'told.place-consent-withdrawn':
    'A consent has been withdrawn, and a place that you held is free again. There is nothing you have to do. Without another ground you no longer see the person.',
  'told.place-withdrawn':
    'A place that you held will not be used and is free again. There is nothing you have to do.',
  'told.referral-consent-withdrawn':
    'A consent has been withdrawn. A referral to you is closed. There is nothing you have to do.',
  'told.referral-withdrawn':
    'A referral to you has been withdrawn. There is nothing you have to do.',
  'told.sent-place-consent-withdrawn':
    'The consent has been withdrawn. The place that was held has been given up. Talk with the person about what is to happen now.',
  'told.sent-referral-consent-withdrawn':
    'The consent has been withdrawn. The referral is closed. Talk with the person about what is to happen now.',
  'told.sent-consent-over':
    'A consent has expired, and what rested on it is closed. Talk with the person about what is to happen now.',
  'told.sent-place-released':
    'A place that you had been promised is no longer held. Log in, and find another.',
  'told.sent-place-no-show':
    'Somebody whom you referred did not come to the place that was held. Log in to see who.',
  'mail.subject': 'Notice from {sender}',
  'mail.text':
    '{text}\n\nLog in to see more: {url}\n\nThis mail holds no information about the person.',
  'letter.title': 'Notice to the municipality',
  'letter.lead':
    'A shelter must tell the municipality of action within three working days after somebody was admitted (serviceloven § 110(6)).',
  'letter.admitted': 'Admitted',
  'letter.due': 'Must be sent by',
  'letter.municipality': 'Municipality of action',
  'letter.send': 'Send the notice',
  'letter.sent': 'The notice was sent {when} to {to}.',
  'letter.overdue': 'The deadline has passed. Send the notice now.',
  'letter.no-organisation':
    '{municipality} is not on Værn. Print the letter and send it yourself. Then record it here.',
  'letter.no-contact': 'The municipality has appointed no contact here.',
  'letter.contact': 'Contact in the municipality',
  'letter.print': 'The letter as it can be printed',
  'letter.text.to': 'To {municipality}',
  'letter.text.subject': 'Notice under serviceloven § 110(6)',
  'letter.text.body':
    '{person} was admitted to {organisation} {when}. The leader has decided on the admission.',
  'letter.text.code': 'Somebody with the code {reference}',
  'letter.text.answer': 'Answer to {organisation}. Refer to code {reference}.',
  'letter.minimum':
    'The letter says only who was admitted, where and when. The law asks for no more.',
  'letter.anonymous': "The person's identity stays with you. The municipality gets the code.",
  'letter.not-admitted': 'The person is not admitted yet. There is nothing to tell.',
  'admitted.title': 'Tell that the person is in hospital',
  'admitted.lead':
    'The street nurse or the contact person can be told where the person has said yes, or where a law opens for it.',
  'admitted.to': 'Who is to be told?',
  'admitted.ground': 'Ground',
  'admitted.consent': 'Consent: {recipient}, until and including {until}',
  'admitted.law': 'Law',
  'admitted.law-reference': 'Which provision?',
  'admitted.law.hint': 'Such as sundhedsloven § 43(2) no. 2. The person must be told.',
  'admitted.phone': 'Your telephone',
  'admitted.send': 'Send the notice',
  'admitted.sent': 'The notice was sent to {to}.',
  'admitted.none': 'No consent is in force now. Without consent or law nothing is sent.',
  'error.pathways.notice-not-found': 'There is no such notice, or it is not to you.',
  'error.pathways.not-admitted': 'The person is not admitted yet. There is nothing to tell.',
  'error.pathways.notice-sent': 'The municipality has been told already.',
  'error.pathways.municipality-unknown': 'Choose the municipality that is to be told.',
  'error.pathways.no-ground': 'There is neither consent nor law. The notice was not sent.',
}
