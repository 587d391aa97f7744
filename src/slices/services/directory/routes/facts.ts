import { type FieldError, invalid } from '#kit/errors/index.ts'
import { numberOf, oneOf, readForm } from '#kit/http/forms.ts'
import type { Route } from '#kit/http/index.ts'
import { isDate, localDate } from '#kit/time/index.ts'
import {
  closeService,
  editService,
  mergeDuplicate,
  setEligibility,
  setLocation,
  setStatusLimit,
} from '../../commands.ts'
import { criteria } from '../../schema.ts'
import { hiddenAddress } from '../detail.ts'
import { eligibilityInput, locationInput } from '../input.ts'
import { basicsOf, inputOf, missing, readServiceForm } from '../typed.ts'
import { type Sent, sectionRoute } from './sections.tsx'

/** The sections that say what a service is: each changes its own fields of the version that was seen. */

const MAX_LIMIT_HOURS = 24 * 90

const refuse = (errors: FieldError[]) => invalid('services.service-refused', {}, errors)

const edit = (sent: Sent, changed: Record<string, unknown>) =>
  editService(
    sent.tx,
    sent.actor,
    sent.id,
    sent.version,
    readServiceForm({ ...inputOf(sent.service), ...changed }, sent.ctx.lang),
  )

/** Where it is; an address that is not shown is kept where none is typed. @throws 422 */
const saveAddress = async ({ ctx, tx, actor, id, typed }: Sent): Promise<void> => {
  const errors: FieldError[] = missing(typed, ['visibility'])
  const number = (field: 'lat' | 'lon'): number | null => {
    const text = oneOf(typed, field)
    const value = numberOf(text)
    if (value !== null && Number.isNaN(value)) {
      errors.push({ field, code: 'services.import-number', params: { value: text.slice(0, 40) } })
    }
    return value
  }
  const typedAddress = {
    address: oneOf(typed, 'address') || null,
    postcode: oneOf(typed, 'postcode') || null,
    city: oneOf(typed, 'city') || null,
    lat: number('lat'),
    lon: number('lon'),
  }
  if (errors.length > 0) throw refuse(errors)
  const visibility = oneOf(typed, 'visibility')
  const empty = Object.values(typedAddress).every((value) => value === null)
  const hidden = empty ? await hiddenAddress(tx, id) : null
  if (hidden && visibility === 'public') {
    throw refuse([{ field: 'address', code: 'services.address-again' }])
  }
  const said = { visibility, ...(hidden ?? typedAddress) }
  await setLocation(tx, actor, id, readForm(locationInput, said, ctx.lang))
}

const saveWho = async (sent: Sent): Promise<void> => {
  const { ctx, tx, actor, id, typed } = sent
  const said = Object.fromEntries(
    criteria.map((criterion) => [criterion, oneOf(typed, `can.${criterion}`) || 'unknown']),
  )
  await edit(sent, {
    barriers: oneOf(typed, 'barriers'),
    barriersAssessed: oneOf(typed, 'barriersAssessed') === 'yes',
  })
  await setEligibility(tx, actor, id, readForm(eligibilityInput, said, ctx.lang))
}

const saveLimits = async ({ tx, actor, id, version, typed }: Sent): Promise<void> => {
  const errors: FieldError[] = missing(typed, ['capacityLimitHours'])
  const hours = (field: 'statusLimitHours' | 'capacityLimitHours'): number | null => {
    const value = numberOf(oneOf(typed, field))
    if (value !== null && (!Number.isSafeInteger(value) || value < 1 || value > MAX_LIMIT_HOURS)) {
      errors.push({ field, code: 'services.limit-hours', params: { max: MAX_LIMIT_HOURS } })
    }
    return value
  }
  const statusLimitHours = hours('statusLimitHours')
  const capacityLimitHours = hours('capacityLimitHours')
  if (errors.length > 0 || capacityLimitHours === null) throw refuse(errors)
  await setStatusLimit(tx, actor, id, version, { statusLimitHours, capacityLimitHours })
}

const saveEnd = async (sent: Sent): Promise<void> => {
  const { tx, actor, id, version, typed } = sent
  const closedOn = oneOf(typed, 'closedOn')
  if (closedOn === '') {
    await edit(sent, { closedOn: null })
    return
  }
  if (!isDate(closedOn)) {
    const params = { value: closedOn.slice(0, 40) }
    throw refuse([{ field: 'closedOn', code: 'services.date-invalid', params }])
  }
  await closeService(tx, actor, id, version, closedOn)
}

const merge = async ({ ctx, tx, actor, id, version, typed }: Sent): Promise<void> => {
  const errors = missing(typed, ['into'])
  if (errors.length > 0) throw refuse(errors)
  const today = localDate(ctx.now.getTime())
  await mergeDuplicate(tx, actor, id, version, oneOf(typed, 'into'), today)
}

export const factRoutes: Route[] = [
  sectionRoute({
    name: 'basics',
    summary: 'Edit what a service is; a stale edit shows both versions',
    work: (sent) => edit(sent, basicsOf(sent.typed)),
  }),
  sectionRoute({
    name: 'address',
    summary: 'Say where a service is, and who may know',
    work: saveAddress,
  }),
  sectionRoute({ name: 'who', summary: 'Answer who can use a service', work: saveWho }),
  sectionRoute({
    name: 'hours',
    summary: 'Say when a service is usually open',
    work: (sent) => edit(sent, { openingHours: oneOf(sent.typed, 'openingHours') }),
  }),
  sectionRoute({
    name: 'limits',
    summary: 'Say for how long a report holds',
    work: saveLimits,
  }),
  sectionRoute({ name: 'close', summary: 'Set or lift the last day of a service', work: saveEnd }),
  sectionRoute({
    name: 'merge',
    summary: 'End a duplicate and point to the entry that goes on',
    next: (typed) => `/directory/${oneOf(typed, 'into')}?saved=merged`,
    work: merge,
  }),
]
