import { z } from 'zod'
import { type ConsentTopic, consentTopics } from '#slices/people/index.ts'

/** In person, online or by phone: as the person chose (PER-07). */
export const meetings = ['in-person', 'online', 'phone'] as const
export type Meeting = (typeof meetings)[number]

export const genderWishes = ['woman', 'man'] as const

export const companionStates = ['none', 'wanted', 'asked', 'accepted', 'declined'] as const
export type CompanionState = (typeof companionStates)[number]

export const appointmentStatuses = ['planned', 'kept', 'no-show', 'cancelled', 'moved'] as const
export type AppointmentStatus = (typeof appointmentStatuses)[number]

const nothing = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((said) => said ?? null)

export const appointmentInput = z.object({
  person: z.uuid(),
  /** The pathway that it belongs to, where there is one. */
  pathway: nothing(z.uuid()),
  at: z.coerce.date(),
  until: nothing(z.coerce.date()),
  /** Words that a volunteer may read: no diagnosis. */
  subject: z.string().trim().min(2).max(200),
  place: z.string().trim().min(2).max(200),
  meeting: z.enum(meetings),
  language: nothing(z.string().regex(/^[a-z]{2,3}$/)),
  interpreter: z.boolean().default(false),
  genderWish: nothing(z.enum(genderWishes)),
  /** Does the person want somebody to come along? */
  companionWanted: z.boolean().default(false),
})
export type AppointmentInput = z.output<typeof appointmentInput>

/** Somebody who is asked to go along, and what the person agreed that they may tell (ACC-02). */
export const askInput = z.object({
  version: z.number().int().min(1),
  account: z.uuid(),
  /** Topics, each covered by a consent in force. */
  mayTell: z.array(z.enum(consentTopics)).max(consentTopics.length).default([]),
  /** The person has agreed to be accompanied by this one, and to what is told. */
  agreed: z.boolean().refine((agreed) => agreed, { error: 'pathways.companion-agreed' }),
  /** For a companion of another organisation, where no consent to it is in force yet. */
  consent: nothing(
    z.object({
      givenHow: z.enum(['oral', 'written']),
      witness: nothing(z.string().trim().min(2).max(120)),
    }),
  ),
})
export type AskInput = z.output<typeof askInput>

/** PER-07: another time, place or way of meeting. */
export const moveInput = appointmentInput
  .pick({ at: true, until: true, place: true, meeting: true })
  .extend({ version: z.number().int().min(1) })
export type MoveInput = z.output<typeof moveInput>

export const statusInput = z.object({
  version: z.number().int().min(1),
  status: z.enum(['kept', 'no-show', 'cancelled']),
})

export const answerInput = z.object({ answer: z.enum(['accepted', 'declined']) })

export interface Appointment {
  id: string
  pathwayId: string | null
  personId: string
  organisationId: string
  at: Date
  until: Date | null
  subject: string
  place: string
  meeting: Meeting
  language: string | null
  interpreter: boolean
  genderWish: 'woman' | 'man' | null
  companion: CompanionState
  companionAccount: string | null
  companionName: string | null
  companionOrganisationId: string | null
  mayTell: ConsentTopic[]
  status: AppointmentStatus
  version: number
}

/** All that a companion learns (PER-05): a call name, when, where, and what may be told. */
export interface MyAppointment {
  id: string
  /** For the access log; never shown. */
  personId: string
  called: string
  at: Date
  until: Date | null
  place: string
  meeting: Meeting
  language: string | null
  interpreter: boolean
  companion: CompanionState
  mayTell: ConsentTopic[]
  status: AppointmentStatus
}

/** RES-07: a mentor for the time after, offered and answered. */
export const mentorAnswers = ['offered', 'accepted', 'declined'] as const
export type MentorAnswer = (typeof mentorAnswers)[number]
export const mentorInput = z.object({ answer: z.enum(mentorAnswers) })
