import type { Level, PathwayUse } from '../schema.ts'
import type { Definition, FieldDefinition, MovingRole } from './types.ts'

/** The keys of all texts that a definition needs, in both languages. */
export const textKeysOf = (definition: Definition): string[] => {
  const fields = new Map<string, FieldDefinition>()
  for (const { fields: own } of [...definition.transitions, ...definition.rhythms]) {
    for (const field of own) fields.set(field.key, field)
  }
  return [
    'title',
    'about',
    ...definition.states.flatMap(({ key, ends }) => [
      `state.${key}`,
      ...(ends === undefined ? [] : [`outcome.${ends}`]),
    ]),
    ...definition.transitions.map(({ key }) => `transition.${key}`),
    ...definition.deadlines.map(({ key }) => `deadline.${key}`),
    ...definition.rhythms.map(({ key }) => `rhythm.${key}`),
    ...(definition.defaultLength ? ['deadline.default-length'] : []),
    ...[...fields.values()].flatMap((field) => [
      `field.${field.key}`,
      ...(field.type === 'choice'
        ? field.options.map((option) => `choice.${field.key}.${option}`)
        : []),
    ]),
  ]
}

const reachedFrom = (
  begun: readonly string[],
  transitions: Definition['transitions'],
): Set<string> => {
  const reached = new Set(begun)
  for (let grew = true; grew; ) {
    const before = reached.size
    for (const { from, to } of transitions) {
      if (to !== null && from.some((state) => reached.has(state))) reached.add(to)
    }
    grew = reached.size > before
  }
  return reached
}

/** The outcome of who has died; every other end of a discharge or a stay says where the person went. */
const DEAD = 'dead'

/**
 * Nobody leaves a hospital or a house without a destination (DIS-04): a pathway that a discharge moves ends only by way
 * of it, and one whose person has come to stay only by the end of the stay.
 */
const leavesUnsaid = ({ initial, states, transitions }: Definition): string[] => {
  const came = transitions.flatMap(({ part, met, to }) =>
    part === 'stay' && met && to !== null ? [to] : [],
  )
  const discharges = transitions.some(({ part }) => part === 'discharge')
  const doors = [
    { part: 'discharge', begun: discharges ? [initial] : [] },
    { part: 'stay', begun: came },
  ]
  return doors.flatMap(({ part, begun }) => {
    const reached = reachedFrom(
      begun,
      transitions.filter((each) => each.part !== part),
    )
    return states
      .filter(({ key, ends }) => ends !== undefined && ends !== DEAD && reached.has(key))
      .map(({ key }) => `state ${key} ends it without the destination that the ${part} asks for`)
  })
}

/** Roles that may be all that an owner has: whoever takes a health pathway over has health professionals, or could not see it. */
const ownersHave: Record<Level, readonly MovingRole[]> = {
  social: ['social-professional', 'health-professional'],
  health: ['health-professional'],
}

/** Moves only while something is left to be answered: an owner who comes later needs another way. */
const runsOut: readonly PathwayUse[] = ['follow-up']

/**
 * Whoever comes to own a pathway can bring it to an end (DIS-04, DIS-11): from every state that does not end it, by
 * each of the roles that may be alone there, and not only by waiting for what others answer or take back.
 */
const stuck = ({ level, states, transitions }: Definition): string[] =>
  ownersHave[level].flatMap((role) => {
    const own = transitions.filter(
      ({ who, part, lapses }) =>
        who.includes(role) && !lapses && (part === undefined || !runsOut.includes(part)),
    )
    return states
      .filter(({ key, ends }) => {
        const ahead = reachedFrom([key], own)
        return ends === undefined && !states.some((each) => each.ends && ahead.has(each.key))
      })
      .map(({ key }) => `a ${role} who owns it cannot bring it to an end from ${key}`)
  })

/** The state in which the database ends a house's pathway when the ground for a promised place is gone (CAP-03). */
const LAPSED = 'lapsed'

const cannotLapse = ({ uses, states }: Definition): string[] =>
  uses.includes('stay') && !states.some(({ key, ends }) => key === LAPSED && ends === LAPSED)
    ? [`a stay can be promised and no state ${LAPSED} ends it`]
    : []

const repeated = (keys: readonly string[]): string[] =>
  keys.filter((key, at) => keys.indexOf(key) !== at)

/** Leaping over a phase needs a reason (INT-02). */
const leaps = (definition: Definition): string[] => {
  const phases = new Map(definition.states.map(({ key, phase }) => [key, phase]))
  return definition.transitions.flatMap(({ key, from, to, fields }) => {
    const target = to === null ? undefined : phases.get(to)
    const leaping = from.some((state) => {
      const source = phases.get(state)
      return source !== undefined && target !== undefined && target > source + 1
    })
    const asks = fields.some((field) => field.key === 'reason' && field.required)
    return leaping && !asks ? [`transition ${key} leaps over a phase without a reason`] : []
  })
}

/** What is wrong with a definition, in sentences; nothing where it is right. */
export const problemsOf = (definition: Definition): string[] => {
  const states = definition.states.map(({ key }) => key)
  const finals = definition.states.filter(({ ends }) => ends !== undefined).map(({ key }) => key)
  const reached = reachedFrom([definition.initial], definition.transitions)
  const known = (name: string, keys: readonly string[]) =>
    keys.filter((key) => !states.includes(key)).map((key) => `${name} names no state: ${key}`)
  const { transitions, deadlines, rhythms } = definition
  const rules = [...deadlines.map(({ key }) => key), ...rhythms.map(({ key }) => key)]
  return [
    ...repeated(states).map((key) => `state ${key} is there twice`),
    ...repeated(transitions.map(({ key }) => key)).map((key) => `transition ${key} is there twice`),
    ...repeated([...rules, 'default-length']).map((key) => `rule ${key} is there twice`),
    ...known('initial', [definition.initial]),
    ...transitions.flatMap(({ key, from, to }) =>
      known(`transition ${key}`, to === null ? from : [...from, to]),
    ),
    ...deadlines.flatMap(({ key, enters, until }) => known(`deadline ${key}`, [enters, ...until])),
    ...rhythms.flatMap(({ key, during }) => known(`rhythm ${key}`, during)),
    ...(definition.defaultLength ? known('default length', definition.defaultLength.from) : []),
    ...states.filter((key) => !reached.has(key)).map((key) => `state ${key} is never reached`),
    ...states
      .filter(
        (key) =>
          !finals.includes(key) &&
          !transitions.some(({ from, to }) => to !== null && from.includes(key)),
      )
      .map((key) => `state ${key} has no way out`),
    ...transitions
      .filter(({ from }) => from.some((key) => finals.includes(key)))
      .map(({ key }) => `transition ${key} leaves a state that ends it`),
    ...transitions.filter(({ who }) => who.length === 0).map(({ key }) => `nobody may do ${key}`),
    ...transitions
      .filter(({ part }) => part !== undefined && !definition.uses.includes(part))
      .map(({ key }) => `transition ${key} belongs to a part that is not used`),
    ...transitions.flatMap(({ key, fields }) =>
      repeated(fields.map((field) => field.key)).map((field) => `${key} asks twice for ${field}`),
    ),
    ...leaps(definition),
    ...leavesUnsaid(definition),
    ...stuck(definition),
    ...cannotLapse(definition),
    ...(finals.length === 0 ? ['nothing ends it'] : []),
  ]
}
