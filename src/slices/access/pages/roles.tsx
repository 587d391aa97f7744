import type { VNode } from 'preact'
import { type Role, roles } from '#kit/auth/actor.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { sayDate } from '#kit/time/index.ts'
import type { Scope } from '../schema.ts'
import { t } from '../texts.ts'

/** What ids and codes are called, for the rows of one page. */
export interface Names {
  organisations: Map<string, string>
  services: Map<string, string>
  areas: Map<string, string>
}

export interface ShownRole extends Scope {
  role: Role
  space: string
  validFrom?: string
  validUntil?: string | null
}

/** Where a role holds, in words. */
export const placeOf = (lang: Lang, grant: Scope, names: Names): string => {
  if (grant.service) return names.services.get(grant.service) ?? t(lang, 'place.service')
  if (grant.organisation) {
    return names.organisations.get(grant.organisation) ?? t(lang, 'place.organisation')
  }
  if (grant.area) return names.areas.get(grant.area) ?? grant.area
  return t(lang, 'place.everywhere')
}

/** «Redaktør, Region Hovedstaden», with the days where they matter. */
export const roleLine = (lang: Lang, grant: ShownRole, names: Names): string =>
  sayRoles(lang, [grant.role], grant, names)

/** All that somebody holds, place by place: «Socialfaglig medarbejder og leder, Viborg Kommune; Redaktør, overalt». */
export const rolesLine = (lang: Lang, grants: readonly ShownRole[], names: Names): string => {
  const places = new Map<string, ShownRole[]>()
  for (const grant of grants) {
    const { organisation, service, area, space, validUntil } = grant
    const place = JSON.stringify([organisation, service, area, space, validUntil])
    places.set(place, [...(places.get(place) ?? []), grant])
  }
  return [...places.values()]
    .map((held) => {
      const first = held[0] as ShownRole
      const ordered = roles.filter((role) => held.some((grant) => grant.role === role))
      return sayRoles(lang, ordered, first, names)
    })
    .join('; ')
}

const sayRoles = (lang: Lang, held: readonly Role[], where: ShownRole, names: Names): string => {
  const [first = '', ...more] = held.map((role) => t(lang, `role.${role}`))
  const said = [first, ...more.map((word) => word.slice(0, 1).toLowerCase() + word.slice(1))]
  const last = said.length > 1 ? said.pop() : undefined
  const together = said.join(', ')
  const named = last === undefined ? together : t(lang, 'role.and', { roles: together, last })
  const parts = [`${named}, ${placeOf(lang, where, names)}`]
  if (where.space !== 'live') parts.push(t(lang, 'role.in-space', { space: where.space }))
  if (where.validUntil) {
    parts.push(t(lang, 'role.until', { date: sayDate(where.validUntil, lang) }))
  }
  return parts.join(' · ')
}

export const RoleList = (props: {
  lang: Lang
  grants: readonly ShownRole[]
  names: Names
  empty: string
}): VNode =>
  props.grants.length === 0 ? (
    <p class="muted">{props.empty}</p>
  ) : (
    <ul>
      {props.grants.map((grant) => {
        const line = roleLine(props.lang, grant, props.names)
        return <li key={line}>{line}</li>
      })}
    </ul>
  )
