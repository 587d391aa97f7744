import type { Job } from '#kit/jobs/index.ts'
import { pathwaysRetention } from '#slices/pathways/index.ts'
import { type RetentionPart, retentionJob } from '#slices/people/index.ts'

/** What the slices keep for so many days and no longer, beside what people itself deletes (L1). */
export const retentionParts: RetentionPart[] = [...pathwaysRetention]

export const retentionJobs: Job[] = [retentionJob(retentionParts)]
