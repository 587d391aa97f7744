import type { Lang } from '#kit/i18n/index.ts'
import { t } from '../texts.ts'

/** What the fields of this slice's forms are called, for the list of what must be mended. */
export const labelsOf = (
  lang: Lang,
  nameAs: 'people.name' | 'org.name' | 'token.name' | 'links.name',
): Record<string, string> => ({
  name: t(lang, nameAs),
  email: t(lang, 'people.email'),
  organisation: t(lang, 'people.organisation'),
  organisationId: t(lang, 'people.organisation'),
  role: t(lang, 'role.label'),
  service: t(lang, 'role.service'),
  area: t(lang, 'role.area'),
  validFrom: t(lang, 'role.from'),
  validUntil: t(lang, 'role.until-day'),
  lastDay: t(lang, 'token.last-day'),
  kind: t(lang, 'org.kind'),
  municipality: t(lang, 'org.municipality'),
  function: t(lang, 'contact.function'),
  phone: t(lang, 'contact.phone'),
  person: t(lang, 'mandate.person'),
  matter: t(lang, 'mandate.matter'),
  decidedBy: t(lang, 'mandate.by'),
})
