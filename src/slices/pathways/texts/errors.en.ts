import type { da } from './errors.da.ts'

export const en: Record<keyof typeof da, string> = {
  'error.pathways.not-the-owner': 'Only the organisation that answers for the pathway can do that.',
  'error.pathways.not-your-move': 'Your role cannot take this step. Ask your leader.',
  'error.pathways.never-by-itself': 'A pathway does not end by itself. Somebody must decide it.',
  'error.pathways.no-such-transition': 'There is no such step in this pathway.',
  'error.pathways.not-from-here':
    'The pathway is somewhere else now, so this step cannot be taken. See where it stands.',
  'error.pathways.moved-on':
    'A colleague changed the pathway while you were writing. See the new state below; what you wrote is still there.',
  'error.pathways.closed': 'The pathway is closed.',
  'error.pathways.through-its-page': 'This step is taken on its own page in the pathway.',
  'error.pathways.owner-left':
    'The accountable person is no longer here. Choose a new contact first, or hand the pathway over.',
  'error.pathways.handover-pending':
    'A handover waits for an answer. Withdraw it, or wait for the answer, before the pathway is closed.',
  'error.pathways.closing-withdraws':
    'Referrals or places end with the pathway ({n}). See them, and end it again.',
  'error.pathways.still-staying':
    'The person still lives there. The house must first write that the stay is over, and where the person goes.',
  'error.pathways.said-refused': 'Something is missing or cannot be right.',
  'error.pathways.field-required': 'Must be filled in.',
  'error.pathways.field-too-long': 'The text is too long.',
  'error.pathways.field-not-a-date': 'Write a date, for example 2026-03-09.',
  'error.pathways.field-not-a-number': 'The number cannot be right.',
  'error.pathways.field-not-an-answer': 'Choose yes, no or do not know.',
  'error.pathways.answer-stops': 'With this answer the step cannot be taken yet.',
  'error.pathways.field-not-a-choice': 'Choose one of the options.',
  'error.pathways.field-not-a-colleague': 'Choose a colleague who works here.',
  'error.pathways.at-future': 'The time lies in the future.',
  'error.pathways.at-before': 'The time lies before what has already happened in the pathway.',
  'error.pathways.owner-only-by-handover':
    'Accountability moves only when somebody else accepts a handover.',
  'error.pathways.still-answers':
    'You still answer for a pathway with the person, or the person lives with you. End it or hand it over first.',
  'error.pathways.handover-accepted': 'The handover has already been accepted.',
  'error.pathways.handover-declined': 'The handover has already been declined.',
  'error.pathways.handover-withdrawn':
    'The handover was withdrawn before you answered. The sender is still accountable.',
  'error.pathways.handover-consent-withdrawn':
    'The person has withdrawn the consent. The sender is still accountable.',
  'error.pathways.handover-moved-on':
    'The pathway has been closed or has another accountable organisation by now.',
  'error.pathways.gate-refused': 'The terms were not saved. Mend what is marked.',
  'error.pathways.gate-unknown': 'No service in the directory has that name.',
  'error.pathways.gate-which': 'Several fit: {names}. Write the whole name.',
  'error.pathways.handover-one-open':
    'You already have a pathway of this kind open with the person. End one before you take the other.',
  'error.pathways.handover-one': 'A handover of this pathway is already waiting for an answer.',
  'error.pathways.handover-to-self': 'Choose another organisation than your own.',
  'error.pathways.handover-ground':
    'Choose a consent that covers it, or write the paragraph that lets you share.',
  'error.pathways.handover-consent':
    'The consent no longer holds, or does not cover this receiver and this pathway.',
  'error.pathways.handover-refused': 'The handover cannot be sent yet.',
  'error.pathways.board-filter': 'The filter cannot be read. Choose again.',
}
