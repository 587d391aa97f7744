import { randomUUID } from 'node:crypto'
import {
  type Actor,
  type Grant,
  personRoles,
  publicActor,
  type Role,
  roles,
  systemActor,
} from '#kit/auth/actor.ts'
import type { World } from './world.ts'

/** How somebody stands to the person of the world. Everyone who has no line of their own is `nobody`. */
export const standings = {
  health: 'health professional of the organisation that the person trusts and that wrote it all',
  social: 'social professional there',
  leader: 'leader there',
  protection: 'data protection officer there',
  ward: 'ward staff there, who flagged',
  companion: 'volunteer there, who goes along',
  'partner-health': 'health professional where the person consented to the social level',
  'partner-social': 'social professional there',
  'partner-leader': 'leader there',
  'code-health': 'health professional where they know the code only',
  'code-social': 'social professional there',
  past: 'professionals where the involvement has ended or the consent was withdrawn',
  'other-protection': 'data protection officers where there was or is another involvement',
  system: 'the application itself',
  nobody: 'everybody else',
} as const
export type Standing = keyof typeof standings

export interface Attempting {
  name: string
  standing: Standing
  actor: Actor
  /** Which organisation they would write for. */
  organisation: string
}

const grant = (role: Role, where: Partial<Grant> = {}): Grant => ({
  role,
  space: 'live',
  organisation: null,
  service: null,
  area: null,
  municipalities: null,
  ...where,
})

const somebody = (
  name: string,
  organisation: string | null,
  grants: Grant[],
  id?: string,
): Actor => ({
  kind: 'person',
  id: id ?? randomUUID(),
  name,
  organisation,
  grants,
})

/** Everybody who tries: every role in the organisation that the person trusts, in every other, and without any. */
export const attempting = (world: World): Attempting[] => {
  const { organisations: at, accounts } = world
  const owners: Partial<Record<Role, [Standing, string?]>> = {
    'health-professional': ['health', accounts.breaker],
    'social-professional': ['social'],
    leader: ['leader'],
    'data-protection': ['protection'],
    'ward-staff': ['ward', accounts.ward],
  }
  const partners: Partial<Record<Role, Standing>> = {
    'health-professional': 'partner-health',
    'social-professional': 'partner-social',
    leader: 'partner-leader',
    'data-protection': 'other-protection',
  }
  const past: Partial<Record<Role, Standing>> = {
    'health-professional': 'past',
    'social-professional': 'past',
    'data-protection': 'other-protection',
  }
  const each = (
    name: string,
    organisation: string,
    wanted: readonly Role[],
    as: Partial<Record<Role, Standing>> = {},
  ): Attempting[] =>
    wanted.map((role) => ({
      name: `${role}, ${name}`,
      standing: as[role] ?? 'nobody',
      actor: somebody(role, organisation, [grant(role, { organisation })]),
      organisation,
    }))
  const one = (
    name: string,
    standing: Standing,
    actor: Actor,
    organisation: string = at.stranger,
  ): Attempting => ({ name, standing, actor, organisation })
  const both: Grant[] = personRoles.map((role) => grant(role, { organisation: at.stranger }))
  return [
    one('the system', 'system', systemActor('privacy'), at.owner),
    ...roles.map((role): Attempting => {
      const [standing, id] = owners[role] ?? ['nobody' as const]
      const actor = somebody(role, at.owner, [grant(role, { organisation: at.owner })], id)
      return one(`${role}, the organisation trusted`, standing, actor, at.owner)
    }),
    one(
      'volunteer companion',
      'companion',
      somebody(
        'companion',
        at.owner,
        [grant('volunteer', { organisation: at.owner })],
        accounts.companion,
      ),
      at.owner,
    ),
    ...each('consented to', at.partner, roles, partners),
    ...(['health', 'social'] as const).map((kind): Attempting => {
      const role: Role = `${kind}-professional`
      const actor = somebody(role, at.pseudonymous, [
        grant(role, { organisation: at.pseudonymous }),
      ])
      return one(`${role}, knows the code only`, `code-${kind}`, actor, at.pseudonymous)
    }),
    one(
      'former professional, now a volunteer',
      'nobody',
      somebody(
        'volunteer',
        at.owner,
        [grant('volunteer', { organisation: at.owner })],
        accounts.former,
      ),
      at.owner,
    ),
    ...each('involvement ended', at.ended, personRoles, past),
    ...each('consent withdrawn', at.withdrawn, personRoles, past),
    ...each('another organisation', at.stranger, roles),
    one('everything in another organisation', 'nobody', somebody('all', at.stranger, both)),
    ...roles.map((role) =>
      one(`${role}, of everything`, 'nobody', somebody(role, null, [grant(role)])),
    ),
    one(
      'coordinator of the municipality',
      'nobody',
      somebody('coordinator', null, [
        grant('coordinator', { area: '0101', municipalities: ['0101'] }),
      ]),
    ),
    one('machine token of the organisation trusted', 'nobody', {
      ...somebody('machine', at.owner, [grant('service-staff', { organisation: at.owner })]),
      kind: 'token',
    }),
    one('personal link to the service', 'nobody', {
      ...somebody('link', at.owner, [
        grant('service-staff', { service: world.houses.owner.service }),
      ]),
      kind: 'link',
    }),
    one(
      'former staff who wrote it all',
      'nobody',
      somebody('former', at.owner, [], accounts.former),
      at.owner,
    ),
    one('logged in, without a role', 'nobody', somebody('roleless', null, [])),
    one('the public', 'nobody', publicActor),
  ]
}
