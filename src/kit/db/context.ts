import type { Actor, Grant } from '../auth/actor.ts'

const arrayLiteral = (values: Iterable<string>): string =>
  `{${[...new Set(values)].map((value) => `"${value.replace(/(["\\])/g, '\\$1')}"`).join(',')}}`

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const where = (grants: Grant[], role: Grant['role'], pick: (grant: Grant) => string[]): string =>
  arrayLiteral(grants.filter((grant) => grant.role === role).flatMap(pick))

const organisations = (grant: Grant): string[] =>
  grant.organisation === null && grant.service === null && grant.area === null
    ? ['*']
    : grant.organisation !== null && grant.service === null
      ? [grant.organisation]
      : []

const municipalities = (grant: Grant): string[] =>
  grant.organisation !== null || grant.service !== null
    ? []
    : grant.area === null || grant.municipalities === null
      ? ['*']
      : grant.municipalities

/** Organisations by name only: a grant of everything opens nothing about a person. */
const named = (grant: Grant): string[] =>
  grant.organisation !== null &&
  grant.organisation !== '*' &&
  grant.service === null &&
  grant.area === null
    ? [grant.organisation]
    : []

/**
 * Who acts and what the actor holds, as the settings `vaern.*` of a transaction. Row-level security and
 * the change log read them through `kit.setting()` and `kit.holds()`.
 */
export const contextSettings = (actor: Actor): Record<string, string> => {
  const { grants } = actor
  return {
    actor: actor.id ?? actor.name,
    actor_kind: actor.kind,
    actor_name: actor.name,
    actor_organisation: actor.organisation ?? '',
    roles: arrayLiteral(grants.map((grant) => grant.role)),
    staff_services: where(grants, 'service-staff', (grant) =>
      grant.service === null ? [] : [grant.service],
    ),
    staff_organisations: where(grants, 'service-staff', organisations),
    editor_organisations: where(grants, 'editor', organisations),
    editor_municipalities: where(grants, 'editor', municipalities),
    coordinator_municipalities: where(grants, 'coordinator', municipalities),
    admin_organisations: where(grants, 'admin', organisations),
    auditor_organisations: where(grants, 'auditor', organisations),
    ward_organisations: where(grants, 'ward-staff', named),
    social_organisations: where(grants, 'social-professional', named),
    health_organisations: where(grants, 'health-professional', named),
    volunteer_organisations: where(grants, 'volunteer', named),
    leader_organisations: where(grants, 'leader', named),
    protection_organisations: where(grants, 'data-protection', named),
  }
}

/** The same as one SQL text, with the role. */
export const contextSql = (actor: Actor): string => {
  const calls = Object.entries(contextSettings(actor))
    .map(([name, value]) => `set_config('vaern.${name}', ${quoted(value)}, true)`)
    .join(', ')
  return `SET LOCAL ROLE vaern_app; SELECT ${calls}`
}

const held = new WeakMap<Actor, string[][]>()

/**
 * The same as pairs of name and value, for `kit.become()`; reckoned once per actor. What is empty need not
 * be set: a setting lasts no longer than the statement.
 */
export const heldBy = (actor: Actor): string[][] => {
  let pairs = held.get(actor)
  if (!pairs) {
    pairs = Object.entries(contextSettings(actor)).filter(
      ([, value]) => value !== '' && value !== '{}',
    )
    held.set(actor, pairs)
  }
  return pairs
}
