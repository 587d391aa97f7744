export const noticeKinds = [
  'street',
  'escalated',
  'municipality-notice',
  'admitted',
  'withdrawn',
  'handover',
  'referral',
  'answer',
  'follow-up',
  'owner-left',
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
  contactName: string | null
  contactPhone: string | null
  createdAt: Date
  mailedAt: Date | null
  seenAt: Date | null
  seenByName: string | null
}
