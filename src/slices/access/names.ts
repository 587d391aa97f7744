import type { Db } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { findService, listServices } from '#slices/services/index.ts'
import { findArea, getOrganisation } from '#slices/territory/index.ts'
import type { Names } from './pages/roles.tsx'
import type { Scope } from './schema.ts'
import { t } from './texts.ts'

/** What the organisations, services and areas of these grants are called. Unknown ones are left out. */
export const namesOf = async (
  db: Db,
  scopes: readonly Scope[],
  date: string,
  lang: Lang,
): Promise<Names> => {
  const wanted = (pick: (scope: Scope) => string | null): string[] => [
    ...new Set(scopes.map(pick).filter((value) => value !== null)),
  ]
  const names: Names = { organisations: new Map(), services: new Map(), areas: new Map() }
  for (const id of wanted((scope) => scope.organisation)) {
    const found = await getOrganisation(db, id).catch(() => null)
    if (found) names.organisations.set(id, found.name)
  }
  for (const id of wanted((scope) => scope.service)) {
    const found = await findService(db, id)
    if (found) names.services.set(id, found.name)
  }
  for (const code of wanted((scope) => scope.area)) {
    const found = code === 'dk' ? null : await findArea(db, code, date)
    names.areas.set(code, code === 'dk' ? t(lang, 'place.country') : (found?.name ?? code))
  }
  return names
}

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/**
 * The id of the service that somebody typed: its name, a part that fits one service only, or its id.
 * @throws invalid (422) `access.service-unclear`
 */
export const serviceTyped = async (
  db: Db,
  typed: string | undefined,
  now: Date,
): Promise<string | undefined> => {
  const text = typed?.trim() ?? ''
  if (text === '' || uuid.test(text)) return text
  const { services } = await listServices(db, { municipalities: null, q: text, limit: 50, at: now })
  const same = services.filter(
    (one) => one.name.toLocaleLowerCase('da') === text.toLocaleLowerCase('da'),
  )
  const [only, another] = same.length > 0 ? same : services
  if (only && !another) return only.id
  throw invalid('access.service-unclear', { n: services.length }, [
    { field: 'service', code: 'access.service-unclear', params: { n: services.length } },
  ])
}
