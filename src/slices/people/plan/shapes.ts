import { z } from 'zod'
import { answers } from '#slices/services/index.ts'
import {
  channels,
  colours,
  goalStatuses,
  meetings,
  modes,
  personCriteria,
  saidBy,
  stepStatuses,
  ways,
  wordsBy,
} from './schema.ts'

/** What the API of the plan answers: undeclared fields never leave. */

const moment = z.string().describe('ISO 8601 with the Danish offset')
const day = z.iso.date()
const edited = { version: z.number().int(), editedAt: moment, editedByName: z.string() }

const wish = z.object({
  wish: z.string().nullable(),
  wishBy: z.enum(wordsBy).nullable().describe('staff-view: written without the person'),
  coordinator: z.string().nullable(),
  coordinatorOrganisation: z.uuid().nullable(),
  ...edited,
})

const contact = z.object({
  digital: z.enum(answers),
  meeting: z.enum(meetings),
  channel: z.enum(channels),
  phone: z.string().nullable(),
  phoneShared: z.boolean(),
  via: z.string().nullable(),
  interpreter: z.string().nullable(),
  ...edited,
})

export const planJson = z.object({
  id: z.uuid(),
  reference: z.string(),
  wish: wish.nullable(),
  linked: z.array(wish).describe('Plans of records found to be the same person'),
  goals: z.array(
    z.object({
      id: z.uuid(),
      words: z.string(),
      wordsBy: z.enum(wordsBy),
      priority: z.number().int(),
      status: z.enum(goalStatuses),
      ...edited,
    }),
  ),
  steps: z.array(
    z.object({
      id: z.uuid(),
      goal: z.uuid().nullable(),
      words: z.string(),
      owner: z.string(),
      ownerOrganisation: z.uuid().nullable(),
      dueOn: day,
      status: z.enum(stepStatuses),
      doneOn: day.nullable(),
      ...edited,
    }),
  ),
  progress: z.array(
    z.object({
      id: z.uuid(),
      goal: z.uuid().nullable(),
      words: z.string(),
      at: moment,
      recordedByName: z.string(),
    }),
  ),
  modes: z.array(
    z.object({
      id: z.uuid(),
      mode: z.enum(modes),
      reason: z.string(),
      startsOn: day,
      reviewOn: day,
      recordedByName: z.string(),
    }),
  ),
  contact: contact.nullable().describe('null where it is not known, or who it is may not be seen'),
  circumstances: z.array(
    z.object({
      criterion: z.enum(personCriteria),
      answer: z.enum(answers),
      saidBy: z.enum(saidBy),
      recordedAt: moment,
    }),
  ),
  assessments: z
    .array(
      z.object({
        id: z.uuid(),
        colour: z.enum(colours),
        reasons: z.string(),
        riskNote: z.string().nullable(),
        despiteRisk: z.string().nullable(),
        reviewOn: day.nullable(),
        signedByName: z.string(),
        at: moment,
      }),
    )
    .describe('Newest first; the first is the one that counts'),
})

export const storedJson = z.object({
  id: z.uuid().optional(),
  version: z.number().int().optional().describe('What the next edit is made from'),
  stored: z.number().int().optional().describe('How many answers were appended'),
})

export const reachJson = z.object({
  verdict: z.enum(['ok', 'warning', 'blocked']),
  reason: z.string().nullable(),
  instead: z.enum(ways).nullable(),
  deadline: z.object({
    from: day.nullable(),
    warning: z.string().nullable().describe('no-delivery-evidence: no deadline runs'),
  }),
})
