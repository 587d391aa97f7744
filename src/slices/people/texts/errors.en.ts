import type { da } from './errors.da.ts'

export const en: Record<keyof typeof da, string> = {
  'error.people.not-involved':
    'You cannot see this. Either it does not exist, or you are not involved.',
  'error.people.person-refused': 'The person is not registered. Mend what is marked.',
  'error.people.name-or-alias': 'Write a name, or what the person wants to be called.',
  'error.people.number-in-name':
    'This looks like a personal number. It does not belong in a name and is not stored.',
  'error.people.birth-impossible': 'The date of birth cannot be right.',
  'error.people.birth-differs': 'The year of birth does not fit the date of birth.',
  'error.people.number-refused': 'The number is not stored. Mend what is marked.',
  'error.people.number-form': 'The number does not have the form of this kind of number.',
  'error.people.number-invented':
    'This looks like a made-up number. Leave the field empty: help does not ask for a number.',
  'error.people.number-no-such-date': 'The date in the number does not exist.',
  'error.people.number-known': 'The person has this number already.',
  'error.people.consent-refused': 'The consent is not stored. Mend what is marked.',
  'error.people.consent-in-writing':
    'Consent to pass on health information must be in writing. Otherwise write why it is not.',
  'error.people.consent-ahead': 'A consent cannot have been given in the future.',
  'error.people.consent-over': 'The consent must end after it was given, and not be over.',
  'error.people.consent-too-long':
    'A consent holds for a year at most. After that it must be given again.',
  'error.people.consent-recipient': 'Write who may be told.',
  'error.people.consent-withdrawn': 'The consent was withdrawn and cannot be used.',
  'error.people.consent-expired': 'The consent has expired and cannot be used.',
  'error.people.consent-of-another': 'The consent was given by another person.',
  'error.people.consent-other-recipient': 'The consent is for another recipient.',
  'error.people.consent-too-narrow': 'The consent does not cover that much.',
  'error.people.involvement-only-ends': 'An involvement can be ended, not prolonged.',
  'error.people.emergency-only':
    'You see the person by emergency access, which cannot be passed on. Register the person with you if you are to go on working together.',
  'error.people.break-glass-refused': 'Nothing can be opened with this number.',
  'error.people.break-glass-reason':
    'Write a reason of at least 10 characters, and choose between 1 and 8 hours.',
  'error.people.green-despite-risk':
    'A risk has been noted. Write why the need is green all the same.',
  'error.people.merged-already': 'The person has already been merged with another.',
  'error.people.not-yours': 'You do not work in that organisation.',
  'error.people.edited-meanwhile':
    'Somebody else has changed it meanwhile. See what is new, and change again if still needed.',
  'error.people.number-missing': 'Write the number.',
  'error.people.number-kind-missing': 'Choose which kind of number it is.',
  'error.people.protect-not-yours':
    'Only the organisation that the person trusted first can change the protection.',
  'error.people.protection-refused': 'The protection is not changed. Mend what is marked.',
  'error.people.protection-reason': 'Choose a reason.',
  'error.people.reason-needed': 'Write a reason.',
  'error.people.merge-refused': 'Nothing is changed. Mend what is marked.',
  'error.people.merge-circle': 'The two are merged the other way already.',
  'error.people.merge-undone': 'The two have been taken apart already.',
  'error.people.merge-by-another': 'Somebody else than the one who asked must approve.',
  'error.people.recipient-ambiguous': 'Several organisations are called that. Write the full name.',
  'error.people.share-refused': 'Nothing is shared. Mend what is marked.',
  'error.people.share-consent': 'Choose the consent that allows it.',
  'error.people.share-nobody':
    'The consent names no organisation in Værn. Pass the information on in another way.',
  'error.people.end-refused': 'The involvement is not ended. Mend what is marked.',
  'error.people.reviewed-already': 'The emergency access has been reviewed already.',
  'error.people.review-by-another': 'Your own emergency access must be reviewed by somebody else.',
  'error.people.not-found': 'There is no person with that id or code.',
  'error.people.id-form': 'An id is a uuid.',
  'error.people.held':
    'Nothing about the person is deleted while a complaint or claim is open. Lift the hold first.',
  'error.people.order-needed': 'Say who ordered it and why.',
  'error.people.organisation-unknown': 'No organisation has that id.',
  'error.people.reason-names': 'The reason is kept and must not say who it is about.',
  'error.people.bulk-protected':
    'At least one of them is protected. Protected people are exported one at a time only.',
  'error.people.language-unknown':
    'We do not know the language. Write its name, for example Polish. With several, put commas between.',
  'error.people.hold-refused': 'Nothing is changed. Mend what is marked.',
}
