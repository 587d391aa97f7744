import { z } from 'zod'

/** The words of the situation picture: lanes, announcements, what may be written about them. No I/O. */

/** Who speaks: the Government, the social and substance-use field, a municipality or region (SUR-08). */
export const lanes = ['national', 'social-and-substance', 'municipality'] as const
export type Lane = (typeof lanes)[number]

export const granularities = ['day', 'week'] as const

export interface AnnouncementSource {
  document: string
  line?: number | undefined
  quote?: string | undefined
  note?: string | undefined
}

/** What was announced, by whom, when it was issued and from when it holds: four things, kept apart. */
export interface Announcement {
  id: string
  lane: Lane
  /** `dk`, a region's code or a municipality's code. */
  area: string
  issuer: string
  textDa: string
  textEn: string | null
  /** At most 28 characters, for the drawing. */
  shortDa: string | null
  shortEn: string | null
  granularity: (typeof granularities)[number]
  /** The day, or the Monday of the week where only the week is known (never shown as that day). */
  issuedOn: string
  /** The week's Sunday; null for a day. */
  issuedUntil: string | null
  effectiveFrom: string | null
  effectiveUntil: string | null
  /** When we learnt it (ms). */
  recordedAt: number
  reconstructed: boolean
  /** The announcement in whose place this one stands. */
  corrects: string | null
  /** The one that stands in the place of this; null: it is the newest. */
  correctedBy: string | null
  source: AnnouncementSource | null
}

/** An empty field of a form means that nothing was said. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const words = (most: number) => z.string().trim().min(1, 'situation.missing').max(most)
const day = z.iso.date({ error: 'situation.date' })

/** A new announcement as the form sends it. */
export const announcementInput = z
  .object({
    /** Made with the form, so that sending twice stores once. */
    id: z.uuid(),
    lane: z.enum(lanes),
    area: z.string().max(12),
    issuer: words(120),
    textDa: words(2_000),
    textEn: optional(z.string().trim().max(2_000)),
    shortDa: optional(z.string().trim().max(28)),
    shortEn: optional(z.string().trim().max(28)),
    granularity: z.enum(granularities),
    /** The day it was issued; for a week, any day in it. */
    issuedOn: day,
    effectiveFrom: optional(day),
    effectiveUntil: optional(day),
    source: optional(z.string().trim().max(200)),
  })
  .refine((row) => row.lane !== 'municipality' || row.area !== 'dk', {
    path: ['area'],
    message: 'situation.lane-needs-area',
  })
  .refine(
    ({ effectiveFrom: from, effectiveUntil: until }) => !until || (from ? from <= until : false),
    { path: ['effectiveUntil'], message: 'situation.end-before-start' },
  )
export type AnnouncementInput = z.output<typeof announcementInput>
