import { sql } from 'kysely'
import { heldBy } from '#kit/db/context.ts'
import type { Tx } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import { homeOf, loggedAlready } from './looks.ts'
import { readWhole, type Whole, type WholeRow } from './plan/whole.ts'
import { cardsOf } from './queries/cards.ts'
import { type Card, type Involved, rankOf, type SharedLevel } from './schema.ts'

type View = Pick<Ctx, 'space' | 'actor'>

/** How the actor is involved with a person now; null where not, whether or not the person exists. */
export const involvedWith = async (tx: Tx, person: string): Promise<Involved | null> => {
  const { rows } = await sql<{ organisation: string; rank: number; roleRank: number }>`
    SELECT organisation_id AS organisation, max(rank) AS rank, max(role_rank) AS role_rank
    FROM people.mine WHERE person_id = ${person}
    GROUP BY organisation_id ORDER BY bool_and(pseudonymous), max(rank) DESC, organisation_id LIMIT 1`.execute(
    tx,
  )
  const card = (await cardsOf(tx, [person])).get(person)
  const [found] = rows
  return found && card ? { card, ...found } : null
}

/**
 * Lets an actor who is involved with the person go on, and writes the look in the access log before
 * anything is shown. Everybody else gets the same refusal whether or not the person exists, and that is
 * logged too (SEC-01, PER-05).
 * @param part what is looked at: `a-z`, digits and hyphens
 * @param level what the actor's role must be able to hold; of what others wrote, row-level security shows
 *   what was shared
 * @throws forbidden 403 `people.not-involved`
 */
export const assertInvolved = async (
  ctx: View,
  person: string,
  part: string,
  level: SharedLevel = 'identity',
): Promise<Involved> => (await open(ctx, person, part, level, null).catch(loggedAlready)).involved

/**
 * The same, with all that is written of the person, in one question: for the pages that are opened all day.
 * @param sources SQL functions `(family uuid[], at timestamptz) → json` that are asked along, named in code
 *   and never by a request: what each says is in `told`, in their order
 */
export const openWhole = async (
  ctx: View & Pick<Ctx, 'now'>,
  person: string,
  part: string,
  sources: string[] = [],
): Promise<{ involved: Involved; whole: Whole; told: unknown[] }> => {
  const { involved, whole, told } = await open(ctx, person, part, 'identity', {
    sources,
    now: ctx.now,
  }).catch(loggedAlready)
  return { involved, whole: readWhole(whole as WholeRow), told: told ?? [] }
}

interface Opened {
  involved: Involved
  whole: WholeRow | null
  told: unknown[] | null
}

const open = async (
  { space, actor }: View,
  person: string,
  part: string,
  level: SharedLevel,
  along: { sources: string[]; now: Date } | null,
): Promise<Opened> => {
  const { rows } = await space.pool.query<OpenedRow>({
    ...questionFor(along?.sources ?? []),
    values: [
      heldBy(actor),
      person,
      rankOf(level),
      part,
      homeOf(actor),
      along !== null,
      ...(along?.sources.length ? [along.now] : []),
    ],
  })
  const { card, whole, told, ...rest } = rows[0] as OpenedRow
  if (card === null) throw forbidden('people.not-involved')
  return { involved: { ...rest, card }, whole, told }
}

const questions = new Map<string, { name: string; text: string }>()

/** The sources are asked with the records that `people.open` found, so after it has said who acts. */
const questionFor = (sources: string[]): { name: string; text: string } => {
  const told = sources.map((source) => `${source}(family.ids, $7)`).join(', ')
  let question = questions.get(told)
  if (!question) {
    question = {
      name: `people.open ${questions.size}`,
      text: `SELECT organisation, rank, "roleRank", card, whole, ${told === '' ? 'NULL' : `ARRAY[${told}]`} AS told
        FROM people.open($1, $2, $3, $4, $5, $6) opened
        CROSS JOIN LATERAL (SELECT ARRAY(SELECT json_array_elements_text(opened.whole -> 'family')::uuid) AS ids) family`,
    }
    questions.set(told, question)
  }
  return question
}

/** What `people.open` gave: the card is null where the actor may not look, and that was logged as refused. */
type OpenedRow = Omit<Involved, 'card'> & Omit<Opened, 'involved'> & { card: Card | null }
