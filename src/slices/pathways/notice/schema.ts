import { z } from 'zod'
import { phone } from '../forms.ts'

export const noticeKinds = [
  'street',
  'escalated',
  'municipality-notice',
  'admitted',
  'withdrawn',
  'place',
  'handover',
  'referral',
  'answer',
  'follow-up',
  'housing-plan',
  'owner-left',
  'emergency-access',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** What an organisation must hear. It names nobody: who is involved follows the link, others ring the sender. */
export interface CareNotice {
  id: string
  pathwayId: string | null
  personId: string | null
  organisationId: string
  toOrganisationId: string | null
  municipality: string | null
  kind: NoticeKind
  text: string
  textEn: string | null
  contactName: string | null
  contactPhone: string | null
  createdAt: Date
  mailedAt: Date | null
  seenAt: Date | null
  seenByName: string | null
}

const nothing = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((said) => said ?? null)

/** L8: the municipality, where it is not known before. */
export const municipalityNoticeInput = z.object({
  municipality: nothing(z.string().regex(/^\d{4}$/)),
})

/** DIS-10: a consent in force, or an organisation with the provision that opens for it. */
export const admissionInput = z.object({
  consent: nothing(z.uuid()),
  organisation: nothing(z.uuid()),
  law: nothing(z.string().trim().min(5).max(200)),
  phone,
})
export type AdmissionInput = z.output<typeof admissionInput>
