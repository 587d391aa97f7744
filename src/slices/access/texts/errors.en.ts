import type { errorsDa } from './errors.da.ts'

export const errorsEn: Record<keyof typeof errorsDa, string> = {
  'error.access.token-refused': 'The bearer token is unknown, expired or revoked.',
  'error.access.unknown-service': 'The service does not exist.',
  'error.access.unknown-organisation': 'The organisation does not exist.',
  'error.access.email-taken':
    'The e-mail address cannot be used here. It may belong to another account; ask the national administrator.',
  'error.access.staff-no-area': 'Staff belong to a service or an organisation, not to an area.',
  'error.access.staff-needs-place':
    'Say which service or organisation the staff member belongs to.',
  'error.access.service-is-for-staff': 'Only the staff role can hold for a single service.',
  'error.access.coordinator-by-area':
    'A coordinator has an area (a municipality, a region or the country), not an organisation.',
  'error.access.coordinator-needs-area':
    'Say which area the coordinator has: a municipality, a region or the country (dk).',
  'error.access.editor-one-scope': 'An editor has either an organisation or an area, not both.',
  'error.access.no-area-for-role':
    'That role holds for an organisation or for everything, not for an area.',
  'error.access.person-role-needs-organisation': 'Choose the organisation that the role holds for.',
  'error.access.no-area-for-person-role': 'That role holds for one organisation, not for an area.',
  'error.access.expiry-past': 'The day must lie ahead.',
  'error.access.expiry-far': 'It can last 400 days at most. After that somebody must decide anew.',
  'error.access.until-before-from': 'The last day cannot come before the first.',
  'error.access.beyond-reach':
    'The person holds a role outside your organisation. Only an administrator who could give that role can change the account.',
  'error.access.stale-edit':
    'Somebody else has changed the account since you opened it. See both versions below. Nothing of yours is saved yet.',
  'error.access.not-yourself':
    'You cannot close your own account or take away your own administrator role. Ask another administrator.',
  'error.access.passkey-late': 'It took too long, or the attempt was already used. Try again.',
  'error.access.passkey-refused': 'The passkey was not accepted. Try again, or use a code.',
  'error.access.code-wrong':
    'The code does not fit, has expired or has been used. Look in the newest mail, or ask for a new code.',
  'error.access.link-dead':
    'The link no longer works: it has expired, was revoked or was not copied whole. Ask the manager of the service for a new one.',
  'error.access.account-closed': 'The account is closed. An administrator opens it again.',
  'error.access.unknown-person':
    'Nobody has that e-mail address. Give a name and a role to add the person.',
  'error.access.unknown-space': 'There is no space of that name.',
  'error.access.service-unclear':
    'That fits {n} services. Type the whole name, or the id of the service.',
  'error.access.no-mail': 'E-mail is not set up here, so no code can be sent.',
}
