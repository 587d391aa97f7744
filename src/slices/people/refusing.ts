import { forbidden, invalid } from '#kit/errors/index.ts'

/** Constraints that a person can run into, and what they say. */
const known: Record<string, string> = {
  identifier_person_id_blind_key: 'people.number-known',
  merge_once: 'people.merged-already',
}

/**
 * Runs what the database may refuse, and gives its refusals as coded errors: the rules that speak for
 * themselves (`VA001`) by their code, row-level security as 403 `people.not-involved`.
 * @param constraints names of constraints with the code that each stands for
 */
export const refusing = async <T>(
  work: () => Promise<T>,
  constraints: Record<string, string> = {},
): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    const { code, message, constraint } = error as {
      code?: string
      message?: string
      constraint?: string
    }
    if (code === 'VA001' && message) throw invalid(message)
    if (code === '42501') throw forbidden('people.not-involved')
    const said =
      constraint === undefined ? undefined : (constraints[constraint] ?? known[constraint])
    if (said !== undefined) throw invalid(said)
    throw error
  }
}
