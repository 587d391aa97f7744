import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  Link,
  Panel,
  Select,
  Table,
  TimeStamp,
} from '#kit/ui/index.ts'
import { holdsHealth, type Involved, personShell, workplaces } from '#slices/people/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { definitionKeys, definitionOf, sayKind } from '../definitions/index.ts'
import { t } from '../texts.ts'
import { pathwayTopics } from './live.ts'
import type { Pathway } from './model.ts'
import { pathwaysOf } from './queries.ts'

type View = Ctx<unknown, unknown, unknown>

/** The kinds that somebody of these organisations may open: health data for those who may hold it. */
export const kindsFor = (ctx: View) =>
  definitionKeys.filter(
    (key) =>
      definitionOf(key).level === 'social' ||
      workplaces(ctx.actor).some((organisation) => holdsHealth(ctx.actor, organisation)),
  )

/** The pathways of one person, and the way to begin another. */
export const listPage = async (
  ctx: View,
  involved: Involved,
  refused: Refused | null,
): Promise<VNode> => {
  const { lang } = ctx
  const person = involved.card.id
  const places = workplaces(ctx.actor)
  const { pathways, names } = await read(ctx.space, ctx.actor, async (tx) => {
    const found = await pathwaysOf(tx, person)
    const owners = found.map(({ owner }) => owner.organisation)
    return { pathways: found, names: await organisationNames(tx, [...owners, ...places]) }
  })
  const typed = refused ? typedIn(ctx) : {}
  const open = pathways.filter(({ closedAt }) => closedAt === null)
  const closed = pathways.filter(({ closedAt }) => closedAt !== null)
  return personShell(
    ctx,
    {
      involved,
      tab: 'pathways',
      title: t(lang, 'pathways.title'),
      topics: pathwayTopics(ctx.space, involved.organisation, { person }),
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={{
          definition: t(lang, 'pathways.begin.kind'),
          organisation: t(lang, 'pathways.begin.organisation'),
        }}
      />
      <Panel title={t(lang, 'pathways.open')}>
        <Pathways ctx={ctx} pathways={open} names={names} caption={t(lang, 'pathways.open')} />
      </Panel>
      {closed.length > 0 ? (
        <Panel title={t(lang, 'pathways.closed')}>
          <Pathways
            ctx={ctx}
            pathways={closed}
            names={names}
            caption={t(lang, 'pathways.closed')}
          />
        </Panel>
      ) : null}
      <Panel title={t(lang, 'pathways.begin')}>
        <Form
          action={ctx.href(`/people/${person}/pathways`)}
          hidden={{ key: randomUUID() }}
          label={t(lang, 'pathways.begin')}
        >
          <Select
            lang={lang}
            name="definition"
            label={t(lang, 'pathways.begin.kind')}
            hint={t(lang, 'pathways.begin.hint')}
            required
            errors={refused?.errors}
            value={oneOf(typed, 'definition')}
            options={kindsFor(ctx).map((key) => ({
              value: key,
              label: sayKind(key, lang, 'title'),
            }))}
          />
          {places.length > 1 ? (
            <Select
              lang={lang}
              name="organisation"
              label={t(lang, 'pathways.begin.organisation')}
              required
              errors={refused?.errors}
              value={oneOf(typed, 'organisation') || involved.organisation}
              options={places.map((id) => ({ value: id, label: names.get(id) ?? id }))}
            />
          ) : null}
          <Actions>
            <Button>{t(lang, 'pathways.begin.button')}</Button>
          </Actions>
        </Form>
      </Panel>
    </div>,
  )
}

const Pathways = (props: {
  ctx: View
  pathways: Pathway[]
  names: Map<string, string>
  caption: string
}): VNode => {
  const { ctx, names } = props
  const { lang, now } = ctx
  return (
    <Table
      lang={lang}
      caption={props.caption}
      captionHidden
      rows={props.pathways}
      rowKey={({ id }) => id}
      empty={<p>{t(lang, 'pathways.none')}</p>}
      columns={[
        {
          key: 'kind',
          label: t(lang, 'column.kind'),
          cell: ({ id, definition }) => (
            <Link href={ctx.href(`/pathways/${id}`)}>{sayKind(definition, lang, 'title')}</Link>
          ),
        },
        {
          key: 'state',
          label: t(lang, 'column.state'),
          cell: ({ definition, state }) => sayKind(definition, lang, `state.${state}`),
        },
        {
          key: 'owner',
          label: t(lang, 'column.owner'),
          cell: ({ owner }) =>
            t(lang, 'stands.owner.value', {
              organisation: names.get(owner.organisation) ?? '',
              name: owner.name,
            }),
        },
        {
          key: 'since',
          label: t(lang, 'column.since'),
          cell: ({ stateSince }) => <TimeStamp lang={lang} at={stateSince} now={now} />,
        },
      ]}
    />
  )
}
