import { z } from 'zod'
import { type FieldError, invalid } from '#kit/errors/index.ts'
import { numberOf, oneOf, type Typed } from '#kit/http/forms.ts'
import type { Route } from '#kit/http/index.ts'
import { isDate } from '#kit/time/index.ts'
import {
  addStop,
  type CrisisType,
  cancelStop,
  crisisTypes,
  extendFacility,
  removeDatedHours,
  setCriticality,
  setDatedHours,
  setLegalBasis,
} from '../../commands.ts'
import { minuteOf, missing } from '../typed.ts'
import { type Sent, sectionRoute } from './sections.tsx'

/** The sections that add to a service: dated hours, stops, an extension, a legal basis, criticality. */

const refuseAny = (errors: FieldError[]): void => {
  if (errors.length > 0) throw invalid('services.service-refused', {}, errors)
}

const dates = (typed: Typed, names: readonly string[]): FieldError[] =>
  names
    .filter((name) => oneOf(typed, name) !== '' && !isDate(oneOf(typed, name)))
    .map((field) => ({
      field,
      code: 'services.date-invalid',
      params: { value: oneOf(typed, field).slice(0, 40) },
    }))

/** A time as minutes of the day; refused where it was typed and is none. */
const minutes = (typed: Typed, field: 'start' | 'end', errors: FieldError[]): number | null => {
  const text = oneOf(typed, field)
  if (text === '') return null
  const minute = minuteOf(text)
  if (minute === null) errors.push({ field, code: 'services.time-invalid' })
  // Midnight as an end is the end of the day.
  return field === 'end' && minute === 0 ? 1440 : minute
}

const coordinate = (typed: Typed, field: 'lat' | 'lon', errors: FieldError[]): number | null => {
  const text = oneOf(typed, field)
  const value = numberOf(text)
  const [least, most] = field === 'lat' ? [54, 58.5] : [7, 16]
  if (value !== null && !(value >= least && value <= most)) {
    errors.push({ field, code: 'services.import-number', params: { value: text.slice(0, 40) } })
  }
  return value
}

const addDated = async ({ tx, actor, id, typed }: Sent): Promise<void> => {
  refuseAny(missing(typed, ['from', 'until']))
  await setDatedHours(tx, actor, id, {
    from: oneOf(typed, 'from'),
    until: oneOf(typed, 'until'),
    hours: oneOf(typed, 'hours') || null,
    reason: oneOf(typed, 'reason').slice(0, 300) || null,
  })
}

const removeDated = async ({ tx, actor, id, typed }: Sent): Promise<void> => {
  const dated = z.uuid().safeParse(oneOf(typed, 'dated'))
  if (dated.success) await removeDatedHours(tx, actor, id, dated.data)
}

const planStop = async ({ tx, actor, id, typed }: Sent): Promise<void> => {
  const errors = missing(typed, ['place', 'municipality', 'weekday', 'start', 'end', 'validFrom'])
  const start = minutes(typed, 'start', errors)
  const end = minutes(typed, 'end', errors)
  const lat = coordinate(typed, 'lat', errors)
  const lon = coordinate(typed, 'lon', errors)
  if ((lat === null) !== (lon === null)) errors.push({ field: 'lon', code: 'services.lat-and-lon' })
  const weekday = Number(oneOf(typed, 'weekday'))
  if (!(weekday >= 0 && weekday <= 7) || !Number.isInteger(weekday)) {
    errors.push({ field: 'weekday', code: 'services.choose-one' })
  }
  refuseAny(errors)
  await addStop(tx, actor, id, {
    place: oneOf(typed, 'place').slice(0, 200),
    municipality: oneOf(typed, 'municipality'),
    weekday,
    startMinute: start ?? 0,
    endMinute: end ?? 0,
    validFrom: oneOf(typed, 'validFrom'),
    validUntil: oneOf(typed, 'validUntil') || null,
    lat,
    lon,
  })
}

/** One date of a stop is cancelled, or moved to another hour. */
const changeStop = async ({ tx, actor, typed }: Sent): Promise<void> => {
  const [stop, date] = oneOf(typed, 'date').split('|')
  const errors: FieldError[] = []
  if (!stop || !date) errors.push({ field: 'date', code: 'services.choose-date' })
  const how = oneOf(typed, 'how')
  if (how !== 'cancel' && how !== 'move') errors.push({ field: 'how', code: 'services.choose-one' })
  if (how === 'move') errors.push(...missing(typed, ['start', 'end']))
  const start = minutes(typed, 'start', errors)
  const end = minutes(typed, 'end', errors)
  refuseAny(errors)
  await cancelStop(tx, actor, stop ?? '', {
    date: date ?? '',
    reason: oneOf(typed, 'reason').slice(0, 300),
    ...(how === 'move' && start !== null && end !== null
      ? { moved: { startMinute: start, endMinute: end } }
      : {}),
  })
}

const extend = ({ tx, actor, id, typed }: Sent): Promise<void> =>
  extendFacility(tx, actor, id, {
    newEnd: oneOf(typed, 'newEnd'),
    authority: oneOf(typed, 'authority').slice(0, 200),
    decidedOn: oneOf(typed, 'decidedOn'),
  })

const addLaw = async ({ tx, actor, id, typed }: Sent): Promise<void> => {
  const errors = [
    ...missing(typed, ['law', 'paragraph', 'from']),
    ...dates(typed, ['from', 'until']),
  ]
  const from = oneOf(typed, 'from')
  const until = oneOf(typed, 'until') || null
  if (errors.length === 0 && until !== null && until < from) {
    errors.push({ field: 'until', code: 'services.closed-before-opened' })
  }
  refuseAny(errors)
  await setLegalBasis(tx, actor, id, {
    law: oneOf(typed, 'law').slice(0, 100),
    paragraph: oneOf(typed, 'paragraph').slice(0, 40),
    from,
    until,
  })
}

const isCrisis = (text: string): text is CrisisType =>
  (crisisTypes as readonly string[]).includes(text)

const judge = async ({ tx, actor, id, typed }: Sent): Promise<void> => {
  const crisisType = oneOf(typed, 'crisisType')
  const critical = oneOf(typed, 'critical')
  const errors: FieldError[] = []
  if (!isCrisis(crisisType)) errors.push({ field: 'crisisType', code: 'services.choose-one' })
  if (critical !== 'yes' && critical !== 'no') {
    errors.push({ field: 'critical', code: 'services.choose-one' })
  }
  if (oneOf(typed, 'source') === '') {
    errors.push({ field: 'source', code: 'services.criticality-source-needed' })
  }
  refuseAny(errors)
  if (!isCrisis(crisisType)) return
  const source = oneOf(typed, 'source').slice(0, 500)
  await setCriticality(tx, actor, id, { crisisType, critical: critical === 'yes', source })
}

export const partRoutes: Route[] = [
  sectionRoute({
    name: 'dated',
    summary: 'Add hours that lie over the usual ones',
    work: addDated,
  }),
  sectionRoute({
    name: 'dated-remove',
    summary: 'Take a dated change of hours away',
    work: removeDated,
  }),
  sectionRoute({ name: 'stops', summary: 'Plan a weekly stop', work: planStop }),
  sectionRoute({
    name: 'stop-change',
    summary: 'Cancel or move one date of a stop',
    byStaff: true,
    work: changeStop,
  }),
  sectionRoute({ name: 'extend', summary: 'Make a temporary facility last longer', work: extend }),
  sectionRoute({ name: 'law', summary: 'Add the section of law, dated', work: addLaw }),
  sectionRoute({
    name: 'critical',
    summary: 'Say whether the function is critical, and who said so',
    work: judge,
  }),
]
