import { z } from 'zod'
import { read } from '#kit/db/index.ts'
import { type FieldError, invalid } from '#kit/errors/index.ts'
import { handleForm, oneOf, type Refused, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { addHotspot, addService, openTemporaryFacility } from '../../commands.ts'
import { editors } from '../../policy.ts'
import { type Unit, units } from '../../schema.ts'
import { choicesFor } from '../choices.ts'
import { newPage } from '../pages/new.tsx'
import { basicsOf, missing, readServiceForm, wholeNumber } from '../typed.ts'

type View = Ctx<unknown, unknown, unknown>

/** Everything that a page of the directory may send. */
export const form = z.record(
  z.string().max(100),
  z.union([z.string().max(20_000), z.array(z.string().max(500)).max(100)]),
)

const show = async (ctx: View, temporary: boolean, refused: Refused | null) =>
  newPage(ctx, {
    temporary,
    choices: await read(ctx.space, ctx.actor, (tx) => choicesFor(tx, ctx)),
    refused,
  })

const add = async (ctx: View): Promise<{ id: string }> => {
  const typed = typedIn(ctx)
  const made = { ...basicsOf(typed), openingHours: oneOf(typed, 'openingHours') }
  const service = readServiceForm(made, ctx.lang)
  const confirmedDistinct = oneOf(typed, 'confirmedDistinct') === 'yes'
  return submitOnce(ctx, 'add', async (tx) => ({
    // A hotspot helps with digital matters whatever else is ticked (DIR-12).
    ...(service.kind === 'digital-help-hotspot'
      ? await addHotspot(tx, ctx.actor, { service, confirmedDistinct })
      : await addService(tx, ctx.actor, { service, confirmedDistinct })),
  }))
}

const isUnit = (text: string): text is Unit => (units as readonly string[]).includes(text)

const openFacility = async (ctx: View): Promise<{ id: string }> => {
  const typed = typedIn(ctx)
  const errors: FieldError[] = missing(typed, ['startsOn', 'unit', 'places'])
  const total = wholeNumber(typed, 'places', errors)
  const unit = oneOf(typed, 'unit')
  if (unit !== '' && !isUnit(unit)) {
    errors.push({ field: 'unit', code: 'services.capacity.unit-unknown' })
  }
  if (errors.length > 0 || total === null || !isUnit(unit)) {
    throw invalid('services.service-refused', {}, errors)
  }
  const made = { ...basicsOf(typed), openingHours: oneOf(typed, 'openingHours') }
  const service = readServiceForm(made, ctx.lang)
  return submitOnce(ctx, 'open', async (tx) => ({
    ...(await openTemporaryFacility(tx, ctx.actor, {
      service,
      confirmedDistinct: oneOf(typed, 'confirmedDistinct') === 'yes',
      purpose: oneOf(typed, 'purpose'),
      startsOn: oneOf(typed, 'startsOn'),
      plannedEnd: oneOf(typed, 'plannedEnd') || null,
      responsibleManager: oneOf(typed, 'responsibleManager'),
      responsiblePhone: oneOf(typed, 'responsiblePhone'),
      places: [{ unit, total }],
    })),
  }))
}

const pair = (path: string, temporary: boolean, summary: string): Route[] => [
  route({
    method: 'GET',
    path,
    permission: editors,
    kind: 'page',
    summary: `${summary}: the form`,
    handler: async (ctx) => page(await show(ctx, temporary, null)),
  }),
  route({
    method: 'POST',
    path,
    permission: editors,
    kind: 'page',
    summary,
    body: form,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const { id } = await (temporary ? openFacility(ctx) : add(ctx))
          return redirect(ctx.href(`/directory/${id}?saved=new`))
        },
        (refused) => show(ctx, temporary, refused),
      ),
  }),
]

export const newRoutes: Route[] = [
  ...pair('/directory/new', false, 'Add a service; one that looks like another is asked about'),
  ...pair('/directory/new/temporary', true, 'Open a temporary facility with somebody responsible'),
]
