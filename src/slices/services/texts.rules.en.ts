import type { rulesDa } from './texts.rules.da.ts'

/** What the directory's rules refuse or flag, in English. Spread into the slice's texts. */
export const rulesEn: Record<keyof typeof rulesDa, string> = {
  'error.services.hours-invalid':
    '“{value}” cannot be read as opening hours. Write for example Mo-Fr 09:00-17:00; Sa 10:00-14:00; PH off (PH is public holidays). Put a semicolon between the rules.',
  'error.services.hours-past-24':
    '“{value}” has a time after 24:00. A night is written as 22:00-02:00.',
  'error.services.hours-no-times':
    '“{value}” has no times. Write for example Mo-Fr 09:00-17:00, or 24/7 for open day and night.',
  'error.services.hours-unsupported':
    '“{value}” cannot be answered with open or closed. Write fixed times, and put remarks in the description.',
  'error.services.report.empty': 'Report either a status or a number of places.',
  'error.services.report.status-unknown': 'The status must be open, limited or closed.',
  'error.services.report.reason-needed': 'Choose a reason when the service is limited or closed.',
  'error.services.report.reason-unknown': 'Choose a reason from the list.',
  'error.services.report.reason-not-for-open':
    'A reason belongs to limited or closed only. Remove the reason.',
  'error.services.report.note-too-long': 'The note may be {max} characters at most.',
  'error.services.report.decided-by-needed':
    'The function is critical in the present crisis. Write who decided to close it.',
  'error.services.report.alternative-needed':
    'The function is critical in the present crisis. Write where people can get help instead.',
  'error.services.report.from-in-future':
    'The time lies more than {minutes} minutes ahead. Report it when it holds.',
  'error.services.report.until-before-from': 'The end must be after the start.',
  'error.services.capacity.unit-unknown': 'There is no such kind of place.',
  'error.services.capacity.unit-twice': 'The kind of place is named twice.',
  'error.services.capacity.not-a-count': 'Write a whole number of places, 0 or more.',
  'error.services.capacity.empty': 'Write how many places there are, or how many are taken.',
  'error.services.capacity.reserved-alone':
    'Write how many places are taken as well. Reserved places are counted together with them.',
  'error.services.capacity.above-total':
    '{used} places are reported as taken and reserved, but there are only {total} in all.',
  'error.services.phone-invalid':
    '“{value}” is no Danish phone number. Write 8 digits, or a short number such as 112.',
  'error.services.url-invalid':
    'The link must begin with http:// or https:// and may hold no user name or password.',
  'error.services.url-tracking':
    'The link tracks those who follow it ({name}). Use {clean} instead',
  'error.services.stop.end-before-start': 'The stop must end after it begins.',
  'error.services.stop.until-before-from': 'The last date must be on or after the first.',
  'error.services.stop.length': 'A stop lasts from {min} to {max} minutes.',
  'error.services.stop.overlaps': 'The vehicle already stands at {place} at that time.',
  'error.services.stop.too-often': '{place} can be visited {max} times a week at most.',
  'error.services.date-invalid': '“{value}” is no date. Write for example 2020-03-24.',
  'error.services.extension.not-later':
    'The new end must be after the old one ({oldEnd}). A scheme is not cut short by an extension.',
  'error.services.extension.authority-needed': 'Write which authority decided the extension.',
  'error.services.facility.purpose-needed': 'Write what the place is to be used for.',
  'error.services.facility.end-before-start': 'The planned end is before the start.',
  'error.services.facility.manager-needed': 'Write who is responsible for the place.',
  'error.services.house-rule-charges':
    'The house rule “{value}” seems to ask for payment. It has been sent for review.',
  'error.services.law-not-in-force': '{reference} is not in force on {date}. Use {instead}.',
  'error.services.law-elder':
    '{reference} does not hold for people who can get help under {instead}. Find out which law is the right one.',
  'error.services.law-housing':
    '{reference} is about housing for older people and care housing. Alternative housing (skæve boliger) is normally under {instead}.',
}
