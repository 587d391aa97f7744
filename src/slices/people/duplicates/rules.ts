import { editsBetween, foldName } from '#slices/territory/index.ts'

export interface Named {
  name: string | null
  alias: string | null
}

const namesOf = (one: Named): string[] =>
  [one.name, one.alias].flatMap((name) => {
    const folded = name === null ? '' : foldName(name)
    return folded === '' ? [] : [folded]
  })

/** A slip of the pen in a short name is another name; in a long one two are let pass. */
const slips = (length: number): number => (length < 5 ? 0 : length < 10 ? 1 : 2)

/** Words in another order are the same name: «Ali Hassan», «Hassan, Ali». */
const ordered = (name: string): string => name.split(' ').sort().join(' ')

/**
 * Could two records be the same person by what they are called? A name may stand as the other's alias,
 * and be spelt a little differently. What is like is only suggested: a person decides.
 */
export const alike = (one: Named, other: Named): boolean =>
  namesOf(one).some((a) =>
    namesOf(other).some((b) => {
      const limit = slips(Math.min(a.length, b.length))
      return editsBetween(ordered(a), ordered(b), limit) <= limit
    }),
  )
