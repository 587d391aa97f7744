import { type FieldError, invalid } from '#kit/errors/index.ts'
import { manyOf, numberOf, oneOf, readForm, type Typed } from '#kit/http/forms.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { sayLanguage } from '../find/pages/say.ts'
import { languageOf } from '../import/columns.ts'
import type { ServiceRow } from '../queries.ts'
import { type ReadService, type ServiceInput, serviceInput } from './input.ts'

/** Between a service as it is kept and a form as it is filled in. */

/** The fields of the section "Basics", in their order. */
export const basicFields = [
  'name',
  'kind',
  'organisation',
  'sector',
  'setting',
  'municipality',
  'needs',
  'targetGroups',
  'entry',
  'referrers',
  'languages',
  'phone',
  'email',
  'url',
  'description',
  'houseRules',
  'maxStayDays',
  'staffNote',
  'openedOn',
] as const
export type BasicField = (typeof basicFields)[number]

/** Fields that hold one thing a line. */
export const linesOf = (typed: Typed, name: string): string[] =>
  oneOf(typed, name)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The language's name where we would read it back as the same code. */
const languageName = (code: string, lang: Lang): string => {
  const name = sayLanguage(code, lang)
  return languageOf(name) === code ? name : code
}

/** What is kept, as the form shows it. */
export const typedOf = (service: ServiceRow, lang: Lang): Typed => ({
  name: service.name,
  kind: service.kind,
  organisation: service.organisation,
  sector: service.sector,
  setting: service.setting,
  municipality: service.municipality ?? '',
  needs: service.needs,
  targetGroups: service.targetGroups.join('\n'),
  entry: service.entry,
  referrers: service.referrers.join('\n'),
  languages: service.languages.map((code) => languageName(code, lang)).join(', '),
  phone: service.phone ?? '',
  email: service.email ?? '',
  url: service.url ?? '',
  description: service.description ?? '',
  houseRules: service.houseRules.join('\n'),
  maxStayDays: String(service.maxStayDays ?? ''),
  staffNote: service.staffNote ?? '',
  openedOn: service.openedOn ?? '',
  openingHours: service.openingHours ?? '',
  barriers: service.barriers ?? '',
  ...(service.barriersAssessed ? { barriersAssessed: 'yes' } : {}),
  statusLimitHours: String(service.statusLimitHours ?? ''),
  capacityLimitHours: String(service.capacityLimitHours),
  closedOn: service.closedOn ?? '',
})

/** What is kept, as the command takes it: a section changes its own fields and leaves the others. */
export const inputOf = (service: ServiceRow): Record<string, unknown> => {
  const {
    id: _id,
    mergedInto: _merged,
    fictional: _fictional,
    synthetic: _synthetic,
    source: _source,
    visibility: _visibility,
    version: _version,
    ...input
  } = service
  return input
}

/** The basics as they were typed, not yet judged but for what no schema says well. @throws 422 */
export const basicsOf = (typed: Typed): Record<string, unknown> => {
  const errors: FieldError[] = missing(typed, ['name', 'kind', 'organisation'])
  const languages = oneOf(typed, 'languages')
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const code = languageOf(part) ?? part
      if (!/^[a-z]{2,3}$/.test(code)) {
        const params = { value: part.slice(0, 40) }
        errors.push({ field: 'languages', code: 'services.language-unknown', params })
      }
      return code
    })
  const maxStayDays = wholeNumber(typed, 'maxStayDays', errors)
  if (errors.length > 0) throw invalid('services.service-refused', {}, errors)
  return {
    name: oneOf(typed, 'name'),
    kind: oneOf(typed, 'kind'),
    organisation: oneOf(typed, 'organisation'),
    sector: oneOf(typed, 'sector') || 'unknown',
    setting: oneOf(typed, 'setting') || 'fixed',
    municipality: oneOf(typed, 'municipality') || null,
    needs: manyOf(typed, 'needs'),
    targetGroups: linesOf(typed, 'targetGroups'),
    languages: [...new Set(languages)],
    entry: oneOf(typed, 'entry') || 'unknown',
    referrers: linesOf(typed, 'referrers'),
    phone: oneOf(typed, 'phone'),
    email: oneOf(typed, 'email'),
    url: oneOf(typed, 'url'),
    description: oneOf(typed, 'description'),
    houseRules: linesOf(typed, 'houseRules'),
    maxStayDays,
    staffNote: oneOf(typed, 'staffNote'),
    openedOn: oneOf(typed, 'openedOn'),
  }
}

/** Which of these fields were left empty. */
export const missing = (typed: Typed, names: readonly string[]): FieldError[] =>
  names
    .filter((name) => oneOf(typed, name) === '')
    .map((field) => ({ field, code: 'missing-field' }))

/** A whole number above zero, or null where nothing was typed. */
export const wholeNumber = (typed: Typed, field: string, errors: FieldError[]): number | null => {
  const value = numberOf(oneOf(typed, field))
  if (value !== null && (!Number.isSafeInteger(value) || value < 1)) {
    errors.push({ field, code: 'services.whole-number' })
  }
  return value
}

/** A service through the schema of the command. @throws InputError */
export const readServiceForm = (made: Record<string, unknown>, lang: Lang): ServiceInput => {
  const read: ReadService = readForm(serviceInput, made, lang)
  return read
}

/** "9:30" or "9.30" as minutes of the day; null where it is no time. */
export const minuteOf = (text: string): number | null => {
  const [, hour, minute] = /^(\d{1,2})[:.](\d{2})$/.exec(text) ?? []
  const total = Number(hour) * 60 + Number(minute)
  return Number(minute) < 60 && total <= 1440 ? total : null
}

/** "09:30", as a field for times takes it. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
