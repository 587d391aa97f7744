import { z } from 'zod'
import { answers, criteria } from '#slices/services/index.ts'
import { languageCode } from '../schema.ts'

/** The words of the one plan, and the shapes of every edit of it. No I/O. */

/** Whose words: the person's own, or the staff's view of the person (RES-04, INT-03). */
export const wordsBy = ['person', 'staff-view'] as const
export type WordsBy = (typeof wordsBy)[number]

export const goalStatuses = ['open', 'reached', 'dropped'] as const
export const stepStatuses = ['agreed', 'done', 'dropped'] as const
export const colours = ['red', 'yellow', 'green'] as const
export type Colour = (typeof colours)[number]

/** Special ways of meeting (ACT-06). */
export const modes = [
  'meet-outdoors',
  'check-alive',
  'two-together',
  'no-unannounced',
  'other',
] as const
export type Mode = (typeof modes)[number]

/** How the person wants to meet, and by which way they are reached (PER-07, PER-08). */
export const meetings = ['in-person', 'online', 'phone', 'unknown'] as const
export const channels = [
  'phone',
  'sms',
  'place',
  'contact-person',
  'letter',
  'digital-post',
  'unknown',
] as const
export type Channel = (typeof channels)[number]
/** A way that a message can go: all but "unknown". */
export const ways = ['phone', 'sms', 'place', 'contact-person', 'letter', 'digital-post'] as const
export type Way = (typeof ways)[number]

/** What a place that somebody stays in asks about, besides the directory's criteria (RES-05). */
export const stayFacts = [
  'can-be-alone',
  'outward-aggression',
  'suicide-risk',
  'needs-care',
] as const

/** "Yes" reads: this holds for the person. Of `no-permit` and the like only what the person says, or a law needs. */
export const personCriteria = [...criteria, ...stayFacts] as const
export type PersonCriterion = (typeof personCriteria)[number]

/** Who says so: the person, or a law that needs it known (PER-09). */
export const saidBy = ['person', 'law'] as const

const text = (most: number, fewest = 1) => z.string().trim().min(fewest).max(most)
const day = z.iso.date()
/** The version that the editor saw; 0 where there was nothing yet. An edit without one is refused. */
const version = z.number().int().min(0)

/*
 * An edit says what it changes. What it does not carry stays as it is (a half-loaded form wipes
 * nothing); `null` takes away. Unknown fields are refused, so that no free text slips in beside a code.
 */

export const planEdit = z.strictObject({
  version,
  wish: text(2000).nullish(),
  wishBy: z.enum(wordsBy).optional().describe('Left out: the staff’s view'),
  coordinator: text(160, 2).nullish(),
  coordinatorOrganisation: z.uuid().nullish(),
})
export type PlanEdit = z.output<typeof planEdit>

const priority = z.number().int().min(1).max(99)

export const goalNew = z.strictObject({
  words: text(1000),
  wordsBy: z.enum(wordsBy).optional().describe('Left out: the staff’s view'),
  priority: priority.optional(),
})
export type GoalNew = z.output<typeof goalNew>

export const goalEdit = z.strictObject({
  version,
  words: text(1000).optional(),
  wordsBy: z.enum(wordsBy).optional(),
  priority: priority.optional(),
  status: z.enum(goalStatuses).optional(),
})
export type GoalEdit = z.output<typeof goalEdit>

export const stepNew = z.strictObject({
  words: text(1000),
  owner: text(160, 2).describe('Who does it: the person or somebody by name'),
  ownerOrganisation: z.uuid().nullish(),
  dueOn: day,
  goal: z.uuid().nullish(),
})
export type StepNew = z.output<typeof stepNew>

export const stepEdit = z.strictObject({
  version,
  words: text(1000).optional(),
  owner: text(160, 2).optional(),
  ownerOrganisation: z.uuid().nullish(),
  dueOn: day.optional(),
  status: z.enum(stepStatuses).optional(),
})
export type StepEdit = z.output<typeof stepEdit>

export const progressNew = z.strictObject({ words: text(2000), goal: z.uuid().nullish() })
export type ProgressNew = z.output<typeof progressNew>

export const circumstancesNew = z.strictObject({
  answers: z
    .array(
      z.strictObject({
        criterion: z.enum(personCriteria),
        answer: z.enum(answers),
        saidBy: z.enum(saidBy),
      }),
    )
    .min(1)
    .max(personCriteria.length),
})
export type CircumstancesNew = z.output<typeof circumstancesNew>

export const contactEdit = z.strictObject({
  version,
  digital: z.enum(answers).optional(),
  meeting: z.enum(meetings).optional(),
  channel: z.enum(channels).optional(),
  phone: text(40, 3).nullish(),
  phoneShared: z.boolean().optional(),
  via: text(200, 2).nullish(),
  interpreter: languageCode.nullish().describe('Language code'),
})
export type ContactEdit = z.output<typeof contactEdit>

export const assessmentNew = z.strictObject({
  colour: z.enum(colours),
  reasons: text(2000, 3),
  riskNote: text(1000, 3).nullish(),
  despiteRisk: text(1000, 3).nullish().describe('Why green, although there is a risk note'),
  reviewOn: day.nullish(),
})
export type AssessmentNew = z.output<typeof assessmentNew>

export const modeNew = z.strictObject({
  mode: z.enum(modes),
  reason: text(1000, 3),
  startsOn: day.optional().describe('Left out: today'),
  reviewOn: day.describe('A mode without a day on which it is looked at again is refused'),
})
export type ModeNew = z.output<typeof modeNew>

export const modeEdit = z.strictObject({
  seenReviewOn: day.describe('The review date as the editor saw it'),
  reviewOn: day.optional(),
  end: z.literal(true).optional(),
})
export type ModeEdit = z.output<typeof modeEdit>
