import { addDays } from '#kit/time/index.ts'

/** Days after somebody left on which it is asked what became of it (DIS-11). */
export const FOLLOW_UP_DAYS = [7, 30, 90] as const
/** Days without an answer until the reminder, and until nobody knows any more. */
export const REMIND_AFTER_DAYS = 3
export const LOST_AFTER_DAYS = 14

/** The days on which it is asked, `2026-03-13`, counted from the day the person left. */
export const followUpDays = (left: string): string[] =>
  FOLLOW_UP_DAYS.map((days) => addDays(left, days))

export type FollowUpStage = 'ahead' | 'due' | 'late' | 'lost' | 'answered'

/** Where an unanswered question stands on a day: never answered, it is reminded of and then lost. */
export const stageOf = (
  asked: { dueOn: string; outcome: string | null },
  today: string,
): FollowUpStage => {
  if (asked.outcome !== null) return asked.outcome === 'lost' ? 'lost' : 'answered'
  if (today < asked.dueOn) return 'ahead'
  if (today >= addDays(asked.dueOn, LOST_AFTER_DAYS)) return 'lost'
  return today >= addDays(asked.dueOn, REMIND_AFTER_DAYS) ? 'late' : 'due'
}
