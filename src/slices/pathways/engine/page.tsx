import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  Grid,
  Notice,
  Panel,
  Table,
  Tag,
  TextArea,
  TimeStamp,
} from '#kit/ui/index.ts'
import { personShell } from '#slices/people/index.ts'
import { findService } from '#slices/services/index.ts'
import { findArea, organisationNames } from '#slices/territory/index.ts'
import { definitionOf, sayKind } from '../definitions/index.ts'
import { HandoverPanel } from '../handover/panel.tsx'
import { pendingHandover } from '../handover/queries.ts'
import { mayMove } from '../policy.ts'
import { t } from '../texts.ts'
import { History } from './history.tsx'
import { pathwayTopics } from './live.ts'
import type { Clock, Pathway } from './model.ts'
import type { Opened } from './open.ts'
import type { PathwayPart } from './part.ts'
import { clocksOf, eventsOf } from './queries.ts'
import { Due, sayClock } from './say.tsx'
import { type PathwayNames, WhereItStands } from './stands.tsx'
import { stepPath } from './step-page.tsx'

type View = Ctx<unknown, unknown, unknown>

const readAll = (ctx: View, { pathway }: Opened, cursor: string | null) =>
  read(ctx.space, ctx.actor, async (tx) => {
    const clocks = await clocksOf(tx, pathway.id)
    const history = await eventsOf(tx, pathway.id, { limit: 30, cursor })
    const offer = await pendingHandover(tx, pathway.id)
    const organisations = await organisationNames(tx, [
      pathway.owner.organisation,
      ...clocks.flatMap(({ waitsOn }) => (waitsOn === null ? [] : [waitsOn])),
      ...history.events.map(({ organisation }) => organisation),
      ...(offer ? [offer.organisation, offer.to] : []),
    ])
    const area = pathway.municipality
      ? await findArea(tx, pathway.municipality, localDate(ctx.now.getTime()))
      : null
    const service = pathway.service ? await findService(tx, pathway.service) : null
    const names: PathwayNames = {
      organisations,
      municipality: area?.name ?? null,
      service: service?.name ?? null,
    }
    return { clocks, history, offer, names }
  })

/**
 * A pathway: where it stands and who answers, what may be done now, what waits, the parts of its kind, and
 * what has happened. Buttons are shown for what will not be refused.
 */
export const pathwayPage = async (
  ctx: View,
  opened: Opened,
  parts: readonly PathwayPart[],
  asked: { cursor: string | null; refused: Refused | null },
): Promise<VNode> => {
  const { lang } = ctx
  const { pathway, involved, owns } = opened
  const { clocks, history, offer, names } = await readAll(ctx, opened, asked.cursor)
  const definition = definitionOf(pathway.definition)
  const key = randomUUID()
  const drawn: VNode[] = []
  for (const part of [...parts].sort((a, b) => a.order - b.order)) {
    if (!definition.uses.includes(part.uses)) continue
    const section = await part.render(ctx, { ...opened, key })
    if (section) drawn.push(<div key={part.key}>{section}</div>)
  }
  const organisation = names.organisations.get(pathway.owner.organisation) ?? ''
  return personShell(
    ctx,
    {
      involved,
      tab: 'pathways',
      title: sayKind(pathway.definition, lang, 'title'),
      topics: pathwayTopics(ctx.space, involved.organisation, pathway),
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={asked.refused?.errors ?? {}}
        general={asked.refused?.general}
      />
      {pathway.owner.leftAt ? (
        <OwnerLeft ctx={ctx} pathway={pathway} organisation={organisation} />
      ) : null}
      <Grid main>
        <div class="stack">
          <Panel title={t(lang, 'stands.title')}>
            <WhereItStands ctx={ctx} pathway={pathway} names={names} />
          </Panel>
          {pathway.closedAt === null ? (
            <Moves ctx={ctx} opened={opened} parts={parts} organisation={organisation} />
          ) : null}
        </div>
        <div class="stack">
          <Waiting ctx={ctx} pathway={pathway} clocks={clocks} names={names} />
          <HandoverPanel ctx={ctx} opened={opened} offer={offer} names={names.organisations} />
        </div>
      </Grid>
      {drawn}
      {owns && pathway.closedAt === null ? (
        <Note ctx={ctx} pathway={pathway} formKey={key} refused={asked.refused} />
      ) : null}
      <History ctx={ctx} pathway={pathway} history={history} names={names} />
    </div>,
  )
}

const OwnerLeft = (props: { ctx: View; pathway: Pathway; organisation: string }): VNode => {
  const { lang } = props.ctx
  const forced = definitionOf(props.pathway.definition).neverWithoutContact
  return (
    <Notice
      lang={lang}
      kind="warning"
      title={t(lang, 'owner.left.title', { name: props.pathway.owner.name })}
    >
      <p>{t(lang, 'owner.left.text', { organisation: props.organisation })}</p>
      {forced ? <p>{t(lang, 'owner.left.forced')}</p> : null}
    </Notice>
  )
}

/** What the actor may do now: each button leads to its form; a step that asks for nothing is one tap. */
const Moves = (props: {
  ctx: View
  opened: Opened
  parts: readonly PathwayPart[]
  organisation: string
}): VNode => {
  const { ctx, opened, parts } = props
  const { lang, actor } = ctx
  const { pathway, owns } = opened
  const { definition, owner, state } = pathway
  const { transitions, rhythms, neverWithoutContact } = definitionOf(definition)
  const blocked = owner.leftAt !== null && neverWithoutContact
  const names = (each: (typeof transitions)[number]) =>
    each.fields.some((field) => field.type === 'colleague' && field.answers === true)
  const possible = transitions.filter(
    (each) =>
      each.from.includes(state) &&
      !each.lapses &&
      mayMove(actor, each, owner.organisation) &&
      (!blocked || names(each)),
  )
  const due = owns && !blocked ? rhythms.filter(({ during }) => during.includes(state)) : []
  return (
    <Panel title={t(lang, 'moves.title')}>
      {owns ? null : (
        <p class="muted">{t(lang, 'moves.none', { organisation: props.organisation })}</p>
      )}
      <Actions>
        {possible.map((each, index) => {
          const part = parts.find(({ uses }) => uses === each.part)
          const href = each.part
            ? part?.transitionHref?.(pathway, each.key)
            : stepPath(pathway.id, { door: 'moves', key: each.key })
          return href === undefined ? null : (
            <Button
              key={each.key}
              kind={index === 0 ? 'primary' : 'secondary'}
              href={ctx.href(href)}
            >
              {sayKind(definition, lang, `transition.${each.key}`)}
            </Button>
          )
        })}
        {due.map(({ key }) => (
          <Button
            key={key}
            kind="secondary"
            href={ctx.href(stepPath(pathway.id, { door: 'rhythms', key }))}
          >
            {t(lang, 'rhythm.done', { name: sayKind(definition, lang, `rhythm.${key}`) })}
          </Button>
        ))}
        {owns ? (
          <Button kind="quiet" href={ctx.href(`/pathways/${pathway.id}/owner`)}>
            {t(lang, 'owner.change')}
          </Button>
        ) : null}
      </Actions>
    </Panel>
  )
}

const Waiting = (props: {
  ctx: View
  pathway: Pathway
  clocks: Clock[]
  names: PathwayNames
}): VNode => {
  const { lang, now } = props.ctx
  return (
    <Panel title={t(lang, 'clocks.title')}>
      <Table
        lang={lang}
        caption={t(lang, 'clocks.title')}
        captionHidden
        rows={props.clocks}
        rowKey={({ id }) => id}
        empty={<p>{t(lang, 'clocks.none')}</p>}
        columns={[
          {
            key: 'what',
            label: t(lang, 'column.what'),
            cell: (clock) => (
              <>
                {sayClock(lang, clock, props.pathway)}{' '}
                {clock.escalatedAt ? <Tag tone="info">{t(lang, 'clock.escalated')}</Tag> : null}
              </>
            ),
          },
          {
            key: 'waits-on',
            label: t(lang, 'column.waits-on'),
            cell: ({ waitsOn, organisation }) =>
              props.names.organisations.get(waitsOn ?? organisation) ?? '',
          },
          {
            key: 'since',
            label: t(lang, 'column.since'),
            cell: ({ startedAt }) => <TimeStamp lang={lang} at={startedAt} now={now} />,
          },
          {
            key: 'due',
            label: t(lang, 'column.due'),
            cell: ({ dueAt }) => <Due lang={lang} due={dueAt} now={now} />,
          },
        ]}
      />
    </Panel>
  )
}

const Note = (props: {
  ctx: View
  pathway: Pathway
  formKey: string
  refused: Refused | null
}): VNode => {
  const { ctx, pathway, refused } = props
  const { lang } = ctx
  return (
    <Panel title={t(lang, 'note.title')}>
      <Form
        action={ctx.href(`/pathways/${pathway.id}/notes`)}
        hidden={{ key: props.formKey }}
        label={t(lang, 'note.title')}
      >
        <TextArea
          lang={lang}
          name="note"
          label={t(lang, 'note.label')}
          hint={t(lang, 'note.hint')}
          required
          maxLength={2000}
          errors={refused?.errors}
          value={refused ? oneOf(typedIn(ctx), 'note') : ''}
        />
        <Actions>
          <Button kind="secondary">{t(lang, 'note.save')}</Button>
        </Actions>
      </Form>
    </Panel>
  )
}
