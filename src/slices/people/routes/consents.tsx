import { z } from 'zod'
import { type Db, read, type Tx, write } from '#kit/db/index.ts'
import { invalid } from '#kit/errors/index.ts'
import {
  handleForm,
  manyOf,
  oneOf,
  type Refused,
  readForm,
  submitOnce,
  typedIn,
} from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { dayOf, isDate, msOfDay } from '#kit/time/index.ts'
import { foldName, listOrganisations, organisationNames } from '#slices/territory/index.ts'
import { assertInvolved } from '../access.ts'
import { giveConsent, withdrawConsent } from '../commands/consent.ts'
import { endInvolvement, shareByConsent } from '../commands/involve.ts'
import { consentsPage } from '../pages/consents.tsx'
import { involvementsPage } from '../pages/involvements.tsx'
import { personHref } from '../parts.ts'
import { professionals } from '../policy.ts'
import { consentsOf } from '../queries/consents.ts'
import { involvementsOf } from '../queries/involvements.ts'
import { inForce } from '../rules.ts'
import { consentInput, type Involved } from '../schema.ts'
import { touchInvolved, touchPerson } from '../topics.ts'
import { byId, form } from './shared.ts'

type PersonView = Ctx<{ id: string }, unknown, unknown>

const showConsents = async (ctx: PersonView, refused: Refused | null = null) => {
  const involved = await assertInvolved(ctx, ctx.params.id, 'consents')
  const shown = await read(ctx.space, ctx.actor, async (tx) => {
    const consents = await consentsOf(tx, ctx.params.id)
    const names = await organisationNames(
      tx,
      consents.map((consent) => consent.organisation),
    )
    const { organisations } = await listOrganisations(tx, { limit: 200 })
    return { consents, names, recipients: organisations.map((each) => each.name) }
  })
  return consentsPage(ctx, { involved, ...shown, refused })
}

const showInvolvements = async (ctx: PersonView, refused: Refused | null = null) => {
  const involved = await assertInvolved(ctx, ctx.params.id, 'involvements')
  const shown = await read(ctx.space, ctx.actor, async (tx) => {
    const involvements = await involvementsOf(tx, ctx.params.id)
    const consents = (await consentsOf(tx, ctx.params.id)).filter(
      (consent) =>
        inForce(consent, ctx.now) &&
        consent.level !== 'contact' &&
        consent.recipientOrganisation !== null &&
        consent.recipientOrganisation !== involved.organisation,
    )
    const names = await organisationNames(
      tx,
      involvements.map((each) => each.organisation),
    )
    return { involvements, consents, names }
  })
  return involvementsPage(ctx, { involved, ...shown, refused })
}

/** The organisation that is called exactly this; null where none is. @throws invalid where several are */
const organisationCalled = async (db: Db, name: string): Promise<string | null> => {
  const folded = foldName(name)
  if (folded === '') return null
  const { organisations } = await listOrganisations(db, { q: name, limit: 200 })
  const exact = organisations.filter((each) => foldName(each.name) === folded)
  if (exact.length > 1) {
    throw invalid('people.consent-refused', {}, [
      { field: 'recipient', code: 'people.recipient-ambiguous' },
    ])
  }
  return exact[0]?.id ?? null
}

/** A day holds until its end. What is no date is left for the schema to refuse. */
const endOfDay = (typed: string): string | null => {
  if (typed === '') return null
  return isDate(typed) ? new Date(msOfDay(dayOf(typed) + 1, 0)).toISOString() : typed
}

const receive = async (ctx: PersonView, tx: Tx, involved: Involved) => {
  const typed = typedIn(ctx)
  const recipient = oneOf(typed, 'recipient')
  const said = readForm(
    consentInput,
    {
      person: ctx.params.id,
      kind: oneOf(typed, 'kind') || undefined,
      level: oneOf(typed, 'level'),
      topics: manyOf(typed, 'topics'),
      recipientOrganisation: await organisationCalled(tx, recipient),
      recipient: recipient || null,
      purpose: oneOf(typed, 'purposeWords') || oneOf(typed, 'purpose'),
      givenHow: oneOf(typed, 'givenHow'),
      witness: oneOf(typed, 'witness') || null,
      oralReason: oneOf(typed, 'oralReason') || null,
      validUntil: endOfDay(oneOf(typed, 'validUntil')),
    },
    ctx.lang,
  )
  const made = await giveConsent(tx, ctx.actor, said, involved.organisation, ctx.now)
  if (oneOf(typed, 'share') === 'yes') {
    await shareByConsent(tx, ctx.actor, { consent: made.id, involved })
  }
  await touchPerson(tx, ctx.space, ctx.params.id)
  return made
}

const ofConsent = byId.extend({ consent: z.uuid() })
const ofInvolvement = byId.extend({ involvement: z.uuid() })

export const consentRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/people/:id/consents',
    permission: professionals,
    kind: 'page',
    summary: 'What the person has consented to',
    params: byId,
    handler: async (ctx) => page(await showConsents(ctx)),
  }),
  route({
    method: 'POST',
    path: '/people/:id/consents',
    permission: professionals,
    kind: 'page',
    summary: 'Record a consent, and share at once where asked to',
    params: byId,
    body: form,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const involved = await assertInvolved(ctx, ctx.params.id, 'consents')
          await submitOnce(ctx, 'consent', (tx) => receive(ctx, tx, involved))
          return redirect(ctx.href(`${personHref(ctx.params.id)}/consents`))
        },
        (refused) => showConsents(ctx, refused),
      ),
  }),
  route({
    method: 'POST',
    path: '/people/:id/consents/:consent/withdraw',
    permission: professionals,
    kind: 'page',
    summary: 'Withdraw a consent with effect at once',
    params: ofConsent,
    body: form,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          await assertInvolved(ctx, ctx.params.id, 'consents')
          await write(ctx.space, ctx.actor, async (tx) => {
            // First: whoever withdraws may lose sight of the person by it.
            await touchInvolved(tx, ctx.space, ctx.params.id)
            await withdrawConsent(tx, ctx.actor, {
              person: ctx.params.id,
              consent: ctx.params.consent,
            })
          })
          return redirect(ctx.href(`${personHref(ctx.params.id)}/consents`))
        },
        (refused) => showConsents(ctx, refused),
      ),
  }),
  route({
    method: 'GET',
    path: '/people/:id/involvements',
    permission: professionals,
    kind: 'page',
    summary: 'Who is involved at which level, on which ground, until when',
    params: byId,
    handler: async (ctx) => page(await showInvolvements(ctx)),
  }),
  route({
    method: 'POST',
    path: '/people/:id/involvements',
    permission: professionals,
    kind: 'page',
    summary: 'Share with the organisation that a consent names',
    params: byId,
    body: form,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          const involved = await assertInvolved(ctx, ctx.params.id, 'involvements')
          const consent = z.uuid().safeParse(oneOf(typedIn(ctx), 'consent'))
          if (!consent.success) {
            throw invalid('people.share-refused', {}, [
              { field: 'consent', code: 'people.share-consent' },
            ])
          }
          await submitOnce(ctx, 'share', async (tx) => {
            const shared = await shareByConsent(tx, ctx.actor, {
              consent: consent.data,
              involved,
            })
            await touchPerson(tx, ctx.space, ctx.params.id)
            return shared
          })
          return redirect(ctx.href(`${personHref(ctx.params.id)}/involvements`))
        },
        (refused) => showInvolvements(ctx, refused),
      ),
  }),
  route({
    method: 'POST',
    path: '/people/:id/involvements/:involvement/end',
    permission: professionals,
    kind: 'page',
    summary: "End one's own organisation's involvement, or one that I opened",
    params: ofInvolvement,
    body: form,
    handler: (ctx) =>
      handleForm(
        ctx,
        async () => {
          await assertInvolved(ctx, ctx.params.id, 'involvements')
          await write(ctx.space, ctx.actor, async (tx) => {
            // First: whoever ends it may lose sight of the person by it.
            await touchInvolved(tx, ctx.space, ctx.params.id)
            await endInvolvement(tx, {
              person: ctx.params.id,
              involvement: ctx.params.involvement,
              reason: oneOf(typedIn(ctx), 'reason'),
            })
          })
          return redirect(ctx.href('/people'))
        },
        (refused) => showInvolvements(ctx, refused),
      ),
  }),
]
