import { type Actor, type Grant, hasRole, type Policy } from '#kit/auth/actor.ts'
import { forbidden } from '#kit/errors/index.ts'

/**
 * Who may do what with the directory, as sentences. The database says the same to every query
 * (`services.may_edit`, `may_report`, `may_follow`): this is for showing only what will not be refused.
 */

export interface Governed {
  id: string
  organisation: string
  municipality: string | null
}

const wholeCountry = (grant: Grant): boolean =>
  grant.organisation === null && grant.service === null && grant.municipalities === null

const coversArea = (grant: Grant, municipality: string | null): boolean =>
  grant.organisation === null &&
  grant.service === null &&
  (grant.municipalities === null ||
    (municipality !== null && grant.municipalities.includes(municipality)))

const coversOrganisation = (grant: Grant, organisation: string): boolean =>
  grant.service === null &&
  (grant.organisation === organisation || (grant.organisation === null && grant.area === null))

const system = (actor: Actor): boolean => actor.kind === 'system'

/** Editors of the organisation or of the area, and administrators of the organisation, edit a service. */
export const mayEdit = (actor: Actor, service: Omit<Governed, 'id'>): boolean =>
  system(actor) ||
  actor.grants.some(
    (grant) =>
      (grant.role === 'admin' && coversOrganisation(grant, service.organisation)) ||
      (grant.role === 'editor' &&
        (coversOrganisation(grant, service.organisation) ||
          coversArea(grant, service.municipality))),
  )

/** A service's own staff report for it, and those who may edit it. */
export const mayReport = (actor: Actor, service: Governed): boolean =>
  actor.grants.some(
    (grant) =>
      grant.role === 'service-staff' &&
      (grant.service === service.id || coversOrganisation(grant, service.organisation)),
  ) || mayEdit(actor, service)

/** Those who may report, coordinators of the area and auditors of the organisation read its reports. */
export const mayFollow = (actor: Actor, service: Governed): boolean =>
  mayReport(actor, service) ||
  actor.grants.some(
    (grant) =>
      (grant.role === 'coordinator' && coversArea(grant, service.municipality)) ||
      (grant.role === 'auditor' &&
        (coversOrganisation(grant, service.organisation) || wholeCountry(grant))),
  )

/**
 * A municipality's lines are kept by its editors and coordinators; lines of the whole country (null) by
 * those whose role holds everywhere. Who administers or edits for one organisation keeps none.
 */
export const mayKeepHotline = (actor: Actor, municipality: string | null): boolean =>
  system(actor) ||
  actor.grants.some(
    (grant) =>
      (grant.role === 'admin' && grant.organisation === null) ||
      ((grant.role === 'editor' || grant.role === 'coordinator') &&
        coversArea(grant, municipality)),
  )

/** @throws forbidden (403) for those who report for no service at all; which ones, the database decides. */
export const mayReportAnything = (actor: Actor): void => {
  if (!system(actor) && !hasRole(actor, 'service-staff', 'editor', 'admin')) {
    throw forbidden('services.not-yours')
  }
}

/** @throws forbidden (403) for those who edit no service at all; which ones, the database decides. */
export const mayEditAnything = (actor: Actor): void => {
  if (!system(actor) && !hasRole(actor, 'editor', 'admin')) throw forbidden('services.not-yours')
}

const holders = (name: string, ...wanted: Parameters<typeof hasRole>[1][]): Policy => ({
  name,
  allows: (actor) => hasRole(actor, ...wanted),
})

/** Staff of a service, and those who edit the directory. */
export const reporters = holders(
  "the service's staff, editors and administrators",
  'service-staff',
  'editor',
  'admin',
)

export const editors = holders('editors and administrators of the directory', 'editor', 'admin')

/** In a case space everything that was reported is there to be studied. */
export const followers: Policy = {
  name: "the service's staff, coordinators of its area, editors and auditors; anyone in a case space",
  allows: (actor, { space }) =>
    space.kind === 'case' ||
    hasRole(actor, 'service-staff', 'coordinator', 'editor', 'admin', 'auditor'),
}
