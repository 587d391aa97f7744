export interface Requirement {
  id: string
  capability: string
  text: string
}

export interface TestTitle {
  file: string
  title: string
}

export interface Match {
  covered: { requirement: Requirement; tests: TestTitle[] }[]
  missing: Requirement[]
  /** Ids in titles that no requirement has: a slip of the pen would otherwise count for nothing. */
  unknown: { id: string; test: TestTitle }[]
}

const title = /(?:\b(?:it|test|describe)(?:\.\w+)*|\))\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g

/** Titles of `it`, `test` and `describe` (also `.each(…)('…')`) in a test file. */
export const titlesIn = (file: string, text: string): TestTitle[] =>
  [...text.matchAll(title)].map((found) => ({ file, title: found[2] ?? '' }))

/** Matches requirement ids (`DIR-03`, `L6`) in titles with the list of requirements. */
export const match = (requirements: Requirement[], titles: TestTitle[]): Match => {
  const prefixes = new Set(requirements.map(({ id }) => id.replace(/-?\d+$/, '')))
  const tests = new Map<string, TestTitle[]>(requirements.map(({ id }) => [id, []]))
  const unknown: Match['unknown'] = []
  for (const test of titles) {
    for (const id of new Set(test.title.match(/\b(?:[A-Z]{3}-\d+|L\d+)\b/g))) {
      const known = tests.get(id)
      if (known) known.push(test)
      // UTF-16 and its like look the same and are none of ours.
      else if (prefixes.has(id.replace(/-?\d+$/, ''))) unknown.push({ id, test })
    }
  }
  const of = ({ id }: Requirement): TestTitle[] => tests.get(id) ?? []
  return {
    covered: requirements
      .filter((requirement) => of(requirement).length > 0)
      .map((requirement) => ({ requirement, tests: of(requirement) })),
    missing: requirements.filter((requirement) => of(requirement).length === 0),
    unknown,
  }
}
