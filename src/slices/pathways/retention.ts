import type { RetentionPart } from '#slices/people/index.ts'

/** What is deleted by its age alone (L1). The rest of a pathway goes with the person's case. */
export const pathwaysRetention: RetentionPart[] = [
  // Taken, it has led to a pathway, and the ward and bed are of no use any more.
  { record: 'flag', table: 'pathways.flag', since: 'coalesce(r.closed_at, r.taken_at)' },
  {
    record: 'referral-not-accepted',
    table: 'pathways.referral',
    // What was withdrawn has no answer: it counts from when one was due.
    since: `CASE WHEN r.status IN ('declined', 'withdrawn', 'consent-withdrawn') THEN coalesce(r.decided_at, r.due_at) END`,
  },
]
