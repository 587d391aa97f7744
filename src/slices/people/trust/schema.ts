import { z } from 'zod'
import { sharedLevels } from '../schema.ts'

export const MOST_HOURS = 8

/** Access in an emergency (SEC-02). */
export const breakGlassInput = z.object({
  number: z.string().trim().min(1).max(60),
  organisation: z.uuid(),
  level: z.enum(sharedLevels),
  reason: z.string().trim().min(10).max(500),
  hours: z.coerce.number().int().min(1).max(MOST_HOURS),
})
export type BreakGlassInput = z.output<typeof breakGlassInput>

export const verdicts = ['justified', 'not-justified'] as const

export const reviewInput = z.object({
  verdict: z.enum(verdicts),
  note: z.string().trim().min(3).max(1000),
})
export type ReviewInput = z.output<typeof reviewInput>
