import type { da } from './care-events.da.ts'

export const en: Record<keyof typeof da, string> = {
  'event.discharge-planned': 'Discharge plan changed',
  'event.note-redacted': 'Words blacked out in the note to the ward',
  'event.municipality-contacted': 'Municipality contacted',
  'event.destination': 'Discharged to somewhere',
  'event.street-answered': 'The municipality has answered',
  'event.followed-up': 'Followed up',
  'event.follow-up-lost': 'Nobody knows how it went',
  'event.municipality-notified': 'Municipality notified',
  'event.admission-told': 'Told that the person is in hospital',
  'event.companion-asked': 'Asked to go along',
  'event.appointment-kept': 'Came to the appointment',
  'event.appointment-moved': 'Appointment moved',
  'event.mentor-offered': 'Mentor offered',
  'event.mentor-accepted': 'Said yes to a mentor',
  'event.mentor-declined': 'Said no to a mentor',
  'said.decidedBy': 'Decided by',
  'said.reached': 'Talked with',
}
