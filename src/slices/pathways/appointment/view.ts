import type { Refused } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import type { ConsentTopic, Involved } from '#slices/people/index.ts'
import type { Pathway } from '../engine/model.ts'
import type { Companion } from './companions.ts'
import type { Appointment, Meeting } from './schema.ts'

export interface AppointmentsView {
  ctx: Ctx<unknown, unknown, unknown>
  involved: Involved
  appointments: Appointment[]
  pathways: Pathway[]
  companions: (Companion & { organisationName: string })[]
  /** What consents in force let be told. */
  tellable: ConsentTopic[]
  /** How the person has chosen to meet; null where nobody has asked. */
  chosen: Meeting | null
  /** Which form was sent and refused: the new one, or that of an appointment. */
  asked: string | null
  refused: Refused | null
}
