import type { VNode } from 'preact'
import type { Role } from '#kit/auth/actor.ts'
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
export const roleLine = (lang: Lang, grant: ShownRole, names: Names): string => {
  const parts = [`${t(lang, `role.${grant.role}`)}, ${placeOf(lang, grant, names)}`]
  if (grant.space !== 'live') parts.push(t(lang, 'role.in-space', { space: grant.space }))
  if (grant.validUntil) {
    parts.push(t(lang, 'role.until', { date: sayDate(grant.validUntil, lang) }))
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
