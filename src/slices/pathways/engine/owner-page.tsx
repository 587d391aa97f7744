import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import { forbidden } from '#kit/errors/index.ts'
import { handleForm, oneOf, type Refused, submitOnce, typedIn } from '#kit/http/forms.ts'
import { type Ctx, page, type Route, redirect, route } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { Actions, Button, ErrorSummary, Form, Panel } from '#kit/ui/index.ts'
import { assertInvolved } from '#slices/people/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { sayKind } from '../definitions/index.ts'
import { formBody } from '../forms.ts'
import { boardReaders, mayNameOwner, worksFor } from '../policy.ts'
import { byId } from '../schema.ts'
import { t } from '../texts.ts'
import { colleaguesOf } from './colleagues.ts'
import { ColleagueField } from './fields.tsx'
import { boardTopics, touchPathway } from './live.ts'
import type { Pathway } from './model.ts'
import { nameOwner } from './owner.ts'
import { findPathway } from './queries.ts'

type View = Ctx<{ id: string }, unknown, unknown>

/**
 * The pathway for whoever may name the one who answers. A leader need not be involved with the person, and
 * learns nothing about them here: kind, state and who answers.
 * @throws forbidden 403 `people.not-involved`, `pathways.not-the-owner`
 */
const openForNaming = async (ctx: View): Promise<Pathway> => {
  const { id } = ctx.params
  const pathway = await read(ctx.space, ctx.actor, (tx) => findPathway(tx, id))
  if (pathway && mayNameOwner(ctx.actor, pathway.owner.organisation)) return pathway
  await assertInvolved(ctx, pathway?.person ?? id, 'pathway-owner')
  throw forbidden('pathways.not-the-owner')
}

const ownerPage = async (ctx: View, pathway: Pathway, refused: Refused | null): Promise<VNode> => {
  const { lang } = ctx
  const { organisation } = pathway.owner
  const { colleagues, name } = await read(ctx.space, ctx.actor, async (tx) => ({
    colleagues: await colleaguesOf(tx, ctx.actor, organisation),
    name: (await organisationNames(tx, [organisation])).get(organisation) ?? '',
  }))
  const back = worksFor(ctx.actor, organisation) ? `/pathways/${pathway.id}` : '/board'
  const state = sayKind(pathway.definition, lang, `state.${pathway.state}`)
  return staffShell(
    ctx,
    {
      title: t(lang, 'owner.title'),
      current: '/board',
      topics: boardTopics(ctx.space, [organisation]),
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={{ account: t(lang, 'owner.account') }}
      />
      <Panel title={sayKind(pathway.definition, lang, 'title')} aside={state}>
        <p>{t(lang, 'stands.owner.value', { organisation: name, name: pathway.owner.name })}</p>
        <p class="muted">{t(lang, 'owner.hint', { organisation: name })}</p>
        <Form
          action={ctx.href(`/pathways/${pathway.id}/owner`)}
          hidden={{ key: randomUUID(), version: pathway.version }}
          label={t(lang, 'owner.title')}
        >
          <ColleagueField
            lang={lang}
            name="account"
            label={t(lang, 'owner.account')}
            required
            errors={refused?.errors}
            value={refused ? oneOf(typedIn(ctx), 'account') : (pathway.owner.account ?? '')}
            colleagues={colleagues}
          />
          <Actions>
            <Button>{t(lang, 'owner.save')}</Button>
            <Button kind="quiet" href={ctx.href(back)}>
              {t(lang, 'move.back')}
            </Button>
          </Actions>
        </Form>
      </Panel>
    </div>,
  )
}

const showRoute = route({
  method: 'GET',
  path: '/pathways/:id/owner',
  permission: boardReaders,
  kind: 'page',
  summary: 'Who answers for a pathway inside the organisation that owns it',
  params: byId,
  handler: async (ctx) => page(await ownerPage(ctx, await openForNaming(ctx), null)),
})

const nameRoute = route({
  method: 'POST',
  path: '/pathways/:id/owner',
  permission: boardReaders,
  kind: 'page',
  summary: 'Name who answers for a pathway',
  params: byId,
  body: formBody,
  handler: async (ctx) => {
    const before = await openForNaming(ctx)
    const typed = typedIn(ctx)
    return handleForm(
      ctx,
      async () => {
        await submitOnce(ctx, 'owner', async (tx) => {
          const version = Number(oneOf(typed, 'version'))
          const after = await nameOwner(tx, ctx.actor, {
            pathway: before.id,
            account: oneOf(typed, 'account'),
            version: version > 0 ? version : undefined,
          })
          await touchPathway(tx, ctx.space, after)
          return { id: after.id }
        })
        const works = worksFor(ctx.actor, before.owner.organisation)
        return redirect(ctx.href(works ? `/pathways/${before.id}` : '/board'))
      },
      async (refused) => ownerPage(ctx, await openForNaming(ctx), refused),
    )
  },
})

export const ownerRoutes: Route[] = [showRoute, nameRoute]
