import type { da } from './texts.da.ts'
import { rulesEn } from './texts.rules.en.ts'

export const en: Record<keyof typeof da, string> = {
  ...rulesEn,
  'error.services.not-found': 'The service does not exist.',
  'error.services.not-yours': 'You may not do that for this service.',
  'error.services.report-not-found': 'The report does not exist.',
  'error.services.report-refused':
    'The report was not received. Correct what is said at the fields.',
  'error.services.report.from-too-far': 'A closing can be reported at most {days} days ahead.',
  'error.services.capacity.ahead':
    'Places are counted as they are now. Report them without a start in the future.',
  'error.services.already-corrected':
    'Somebody else has already corrected the report. See the history and correct the newest.',
  'error.services.nothing-to-withdraw': 'The report was already taken back.',
  'error.services.past-is-corrected':
    'The past cannot be rewritten. It can only be corrected by a new report that names the wrong one.',
  'error.services.search-too-long': 'The search text is too long.',
  'error.services.service-refused':
    'The service was not saved. Correct what is said at the fields.',
  'error.services.hotline-refused': 'The line was not saved. Correct what is said at the fields.',
  'error.services.hotline-no-first-step':
    'There is no line to call first. Add the number of the relevant authority as step 1.',
  'error.services.hotline-stale':
    '{name} was changed by somebody else while you wrote. Look again, then save.',
  'error.services.hotline-not-found': 'The line does not exist.',
  'error.services.stale-edit':
    '{name} was changed by somebody else while you wrote. Nothing of yours is saved yet. Look at both versions and choose.',
  'error.services.looks-like-duplicate':
    'The service looks like one that is here already: {names}. Tick that it is another one, or edit the one that is here.',
  'error.services.cannot-merge':
    'The two cannot be merged. The one that goes on must not have ended.',
  'error.services.unknown-organisation': 'The organisation does not exist.',
  'error.services.email-invalid': 'Write an e-mail address such as name@example.org.',
  'error.services.language-unknown':
    'We do not know the language {value}. Use its code, for example da, en or ro.',
  'error.services.closed-before-opened': 'The end date is before the start date.',
  'error.services.digital-needs-door': 'A digital service must have a link or a phone number.',
  'error.services.dated-hours-overlap':
    'There is already a change in that period. Remove it first, or choose other days.',
  'error.services.dated-hours-reversed': 'The last day is before the first.',
  'error.services.stops-overlap': 'The vehicle is already somewhere else at that time.',
  'error.services.stops-tell-where':
    'Stops show where the service is. A service with a secret address cannot have stops.',
  'error.services.stop-not-found': 'The stop does not exist.',
  'error.services.stop-not-that-day':
    'The stop is not planned for that day. Choose a date on which it should have been there.',
  'error.services.stop-reason-needed': 'Write why the stop was changed.',
  'error.services.overlap': 'It overlaps something that is saved already.',
  'error.services.criticality-source-needed': 'Write who assessed it, or where it is said.',
  'error.services.facility-places-needed': 'Write how many places the facility opens with.',
  'error.services.not-temporary': 'The service is not temporary and cannot be extended.',
  'error.services.generate-number': '--{name} must be a whole number from 0 to {most}.',
  'error.services.generate-no-services': 'Reports need at least one service.',
  'error.services.import-too-large':
    'The file is larger than {megabytes} MB. Split it. Nothing was saved.',
  'error.services.import-not-utf8':
    'The file cannot be read. Save it as CSV in UTF-8. Nothing was saved.',
  'error.services.import-empty':
    'The file is empty. It must have a row of headings and at least one row below.',
  'error.services.import-too-many':
    'The file has more than {rows} rows. Split it. Nothing was saved.',
  'error.services.import-unreadable':
    'The file cannot be read from line {line}. Look for a quotation mark too many. Nothing was saved.',
  'error.services.import-unknown-column':
    'We do not know the column "{value}". Correct the heading or remove the column.',
  'error.services.import-missing-column': 'The column "{en}" (in Danish "{da}") is missing.',
  'error.services.import-cells': 'The row has {found} fields, but there are {expected} columns.',
  'error.services.import-formula':
    'The field looks like a formula and is refused. Write plain text.',
  'error.services.import-missing': 'This field must be filled in.',
  'error.services.import-value': '"{value}" cannot be used here.',
  'error.services.import-number': '"{value}" is not a number.',
  'error.services.import-unknown-word':
    'We do not know "{value}". Use one of the words of the template.',
  'error.services.import-unknown-municipality': 'There is no municipality called "{value}".',
  'error.services.import-unknown-organisation':
    'We do not know the organisation "{value}". Ask an administrator to add it first.',
  'error.services.import-answer': '"{value}" is not an answer. Write yes, no, or leave it empty.',
  'error.services.import-twice':
    'Looks like {name} in line {line}. A service may stand there once only.',
  'error.services.import-known': 'Looks like {name}, which is here already.',
  'reminder.subject': 'Is {name} open? The report is too old',
  'reminder.text':
    'Hello {name}\n\nYour report of open or closed became too old {since}. You are now shown as "unknown", and people who look for a place to be cannot see whether you are open.\n\nReport here how it is now. It takes two taps:\n{url}\n\nYou get this message once only each time a report becomes too old.',
}
