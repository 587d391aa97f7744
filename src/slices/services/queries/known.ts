/** Two seconds: what is asked "as known now" must not miss what another clock has just stamped. */
const PRESENT_MS = 2_000

/**
 * The moment up to which what was learnt counts, for SQL. Asked as of the present, everything counts:
 * the database stamps by its own clock, which may run a little ahead of ours.
 */
export const knownBy = (known: Date): string =>
  known.getTime() > Date.now() - PRESENT_MS ? 'infinity' : known.toISOString()
