import { sql } from 'kysely'
import { type Space, type Tx, touch } from '#kit/db/index.ts'
import { involvedFollowers, involvedKinds } from './parts.ts'

/** The live topic of something that an organisation follows: nobody can tell from it what or whom. */
export const careTopic = (space: Space, organisation: string, kind: string, id = ''): string =>
  space.vault.topic(organisation, kind, id)

/**
 * Tells the open pages of everybody involved that something about the person changed: for each kind
 * (`person` unless told) the organisation's lists and the person's own page. Works inside `write()`.
 */
export const touchPerson = async (
  tx: Tx,
  space: Space,
  person: string,
  ...kinds: string[]
): Promise<void> => {
  const { rows } = await sql<{ organisation: string }>`
    SELECT organisation FROM people.audience(${person}) organisation`.execute(tx)
  const wanted = kinds.length > 0 ? kinds : ['person']
  for (const { organisation } of rows) {
    for (const kind of wanted) {
      touch(tx, careTopic(space, organisation, kind), careTopic(space, organisation, kind, person))
    }
  }
}

/**
 * Tells every open page that rests on being involved with the person, also of those who are just losing that: what
 * is being read when a consent is withdrawn is gone from the screen too (PER-03).
 */
export const touchInvolved = async (tx: Tx, space: Space, person: string): Promise<void> => {
  await touchPerson(tx, space, person, 'person', ...involvedKinds)
  for (const follow of involvedFollowers) await follow(tx, space, person)
}
