import type { Actor } from '#kit/auth/actor.ts'
import type { Tx } from '#kit/db/index.ts'
import { type FieldError, invalid, VaernError } from '#kit/errors/index.ts'
import {
  checkService,
  type EligibilityInput,
  type LocationInput,
  type ReadService,
  rowOf,
  type ServiceInput,
  serviceInput,
} from '../directory/input.ts'
import { mayEdit, mayEditAnything } from '../policy.ts'
import { findDuplicates, getService, type ServiceRow } from '../queries.ts'
import { setEligibility, setLocation } from './parts.ts'
import { notYours, refusing, StaleEdit } from './refusals.ts'
import { touchService } from './topics.ts'

/** Its name looks like one that is in the directory already (DIR-01): the editor decides. */
export class LooksLikeDuplicate extends VaernError {
  readonly candidates: { id: string; name: string }[]
  constructor(candidates: { id: string; name: string }[]) {
    const params = { names: candidates.map(({ name }) => name).join(', ') }
    const code = 'services.looks-like-duplicate'
    super(409, code, params, [{ field: 'name', code, params }])
    this.candidates = candidates
  }
}

export const refusedService = (errors: FieldError[]): VaernError =>
  invalid('services.service-refused', {}, errors)

/** Reads what an editor said. @throws `services.service-refused` (422) naming every field to mend */
export const readService = (input: ServiceInput): ReadService => {
  const service = serviceInput.parse(input)
  const errors = checkService(service)
  if (errors.length > 0) throw refusedService(errors)
  return service
}

export interface NewService {
  service: ServiceInput
  location?: LocationInput | undefined
  eligibility?: EligibilityInput | undefined
  /** The editor has seen those that look alike: this is another one. */
  confirmedDistinct?: boolean | undefined
}

/**
 * Adds a service to the directory (DIR-01): fixed, mobile, digital (DIR-11) or a hotspot (DIR-12).
 * @throws `services.service-refused` (422), `LooksLikeDuplicate` (409), `services.not-yours` (403)
 */
export const addService = async (
  tx: Tx,
  actor: Actor,
  { service, location, eligibility, confirmedDistinct }: NewService,
): Promise<{ id: string }> => {
  mayEditAnything(actor)
  const read = readService(service)
  if (!confirmedDistinct) {
    const alike = await findDuplicates(tx, read)
    if (alike.length > 0) throw new LooksLikeDuplicate(alike)
  }
  const { id } = await refusing(() =>
    tx.insertInto('services.service').values(rowOf(read)).returning('id').executeTakeFirstOrThrow(),
  )
  if (location) await setLocation(tx, actor, id, location)
  if (eligibility) await setEligibility(tx, actor, id, eligibility)
  await touchService(tx, id, read.municipality)
  return { id }
}

/** A place that gives help with digital matters (DIR-12). Without hours it is unknown, never open. */
export const addHotspot = (
  tx: Tx,
  actor: Actor,
  { service, ...more }: Omit<NewService, 'service'> & { service: Omit<ServiceInput, 'kind'> },
): Promise<{ id: string }> =>
  addService(tx, actor, {
    ...more,
    service: {
      ...service,
      kind: 'digital-help-hotspot',
      needs: [...new Set([...(service.needs ?? []), 'digital-help' as const])],
    },
  })

/**
 * Edits a service. `version` is the one that the editor saw.
 * @throws `StaleEdit` (409) carrying what it is now, where somebody edited it meanwhile (rule 9)
 */
export const editService = async (
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  input: ServiceInput,
): Promise<ServiceRow> => {
  const before = await getService(tx, id)
  if (!mayEdit(actor, before)) throw notYours()
  const read = readService(input)
  // Municipality and organisation decide who may edit: the database checks the new ones too.
  await refusing(() => update(tx, id, version, rowOf(read), before))
  await touchService(tx, id, before.municipality)
  await touchService(tx, id, read.municipality)
  return getService(tx, id)
}

type Columns = Partial<ReturnType<typeof rowOf>> & { mergedInto?: string }

/** Sets columns where the version is still the one that was seen. */
export const update = async (
  tx: Tx,
  id: string,
  version: number,
  columns: Columns,
  before: ServiceRow,
): Promise<void> => {
  const done = await tx
    .updateTable('services.service')
    .set({ ...columns, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (done.numUpdatedRows > 0n) return
  const now = await getService(tx, id)
  throw now.version === version ? notYours() : new StaleEdit({ ...before, ...now })
}

/** Sets after how many hours a report turns stale; null: the timetable is trusted without reports. */
export const setStatusLimit = async (
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  limits: { statusLimitHours: number | null; capacityLimitHours: number },
): Promise<void> => {
  const before = await getService(tx, id)
  if (!mayEdit(actor, before)) throw notYours()
  await refusing(() => update(tx, id, version, limits, before))
  await touchService(tx, id, before.municipality)
}

/** Ends a service: from the day after it is gone from the directory and stays in its history. */
export const closeService = async (
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  closedOn: string,
): Promise<void> => {
  const before = await getService(tx, id)
  if (!mayEdit(actor, before)) throw notYours()
  if (before.openedOn !== null && closedOn < before.openedOn) {
    throw refusedService([{ field: 'closedOn', code: 'services.closed-before-opened' }])
  }
  await refusing(() => update(tx, id, version, { closedOn }, before))
  await touchService(tx, id, before.municipality)
}

/** Ends a duplicate and points to the entry that goes on (DIR-01). Both keep their history. */
export const mergeDuplicate = async (
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  into: string,
  today: string,
): Promise<void> => {
  const before = await getService(tx, id)
  const goesOn = await getService(tx, into)
  if (!mayEdit(actor, before) || !mayEdit(actor, goesOn)) throw notYours()
  if (id === into || goesOn.mergedInto !== null || goesOn.closedOn !== null) {
    throw invalid('services.cannot-merge')
  }
  const closedOn = before.openedOn !== null && before.openedOn > today ? before.openedOn : today
  await refusing(() => update(tx, id, version, { closedOn, mergedInto: into }, before))
  await touchService(tx, id, before.municipality)
  await touchService(tx, into, goesOn.municipality)
}
