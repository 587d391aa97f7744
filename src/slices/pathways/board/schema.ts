import { z } from 'zod'
import { clockKinds } from '../schema.ts'

/** A municipality whose code nobody has told. */
export const UNKNOWN_AREA = 'unknown'

/** What of the board is asked for. What cannot be read is left out, so that an old address still shows the board. */
export const boardQuery = z.object({
  kind: z.enum(clockKinds).optional().catch(undefined),
  area: z
    .union([z.string().regex(/^\d{4}$/), z.literal(UNKNOWN_AREA)])
    .optional()
    .catch(undefined),
  /** `us`: our own pathways; `asked`: where others wait for us. */
  who: z.enum(['us', 'asked']).optional().catch(undefined),
  group: z.literal('area').optional().catch(undefined),
  cursor: z.string().max(300).optional(),
})
export type BoardFilter = z.output<typeof boardQuery>
