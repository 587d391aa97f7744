/** What both must say of a person: the rows by their ids, in order, and the words that have no id. */
export interface Essence {
  reference: string
  wish: string | null
  goals: string[]
  steps: string[]
  progress: string[]
  modes: string[]
  circumstances: string[]
  assessments: string[]
}

export interface Told {
  reference: string
  wish: { wish: string | null } | null
  circumstances: { criterion: string; answer: string }[]
  goals: { id: string }[]
  steps: { id: string }[]
  progress: { id: string; words: string }[]
  modes: { id: string }[]
  assessments: { id: string }[]
  /** Of the page only. */
  appointments?: { subject: string; place: string }[]
}

const ids = (rows: { id: string }[]): string[] => rows.map(({ id }) => id)

export const essenceOf = (told: Told): Essence => ({
  reference: told.reference,
  wish: told.wish?.wish ?? null,
  goals: ids(told.goals),
  steps: ids(told.steps),
  progress: ids(told.progress),
  modes: ids(told.modes),
  circumstances: told.circumstances.map((each) => `${each.criterion} ${each.answer}`).sort(),
  assessments: ids(told.assessments),
})

/** Which goals and steps a person's page leads to, each once. */
export const linksOn = (html: string, kind: 'goals' | 'steps'): string[] => [
  ...new Set(
    [...html.matchAll(new RegExp(`/plan/${kind}/([0-9a-f-]{36})`, 'g'))].map(([, id]) => id ?? ''),
  ),
]

/** What stands in the rows of a person and not on the page; empty where all is shown. */
export const missingOn = (html: string, floor: Told): string[] => {
  const essence = essenceOf(floor)
  const words = [
    essence.reference,
    essence.wish ?? '',
    ...floor.progress.map((each) => each.words),
    ...(floor.appointments ?? []).flatMap(({ subject, place }) => [subject, place]),
  ]
  return [
    ...words.filter((each) => !html.includes(each)),
    ...essence.goals.filter((id) => !linksOn(html, 'goals').includes(id)),
    ...essence.steps.filter((id) => !linksOn(html, 'steps').includes(id)),
  ]
}
