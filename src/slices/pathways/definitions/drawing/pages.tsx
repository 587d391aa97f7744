import type { VNode } from 'preact'
import { z } from 'zod'
import { notFound } from '#kit/errors/index.ts'
import { type Ctx, page, type Route, route } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import type { Lang } from '#kit/i18n/index.ts'
import { Card, Link, Notice, Panel, Table } from '#kit/ui/index.ts'
import { careWorkers } from '#slices/people/index.ts'
import { sayLengthOf } from '../../engine/say.tsx'
import { t } from '../../texts.ts'
import {
  type Deadline,
  type DefinitionKey,
  definitionKeys,
  definitionOf,
  type FieldDefinition,
  isDefinitionKey,
  sayKind,
} from '../index.ts'
import { Diagram } from './diagram.tsx'

type View = Ctx<unknown, unknown, unknown>

const listPage = (ctx: View): VNode => {
  const { lang } = ctx
  return staffShell(
    ctx,
    { title: t(lang, 'kinds.title'), current: '/people' },
    <div class="stack">
      <p class="lead">{t(lang, 'kinds.intro')}</p>
      {definitionKeys.map((key) => (
        <Card key={key}>
          <h2>
            <Link href={ctx.href(`/pathway-kinds/${key}`)}>{sayKind(key, lang, 'title')}</Link>
          </h2>
          <p>{sayKind(key, lang, 'about')}</p>
        </Card>
      ))}
    </div>,
  )
}

/** What must be recorded, in words: optional ones say so. */
export const sayFields = (
  key: DefinitionKey,
  lang: Lang,
  fields: readonly FieldDefinition[],
): string =>
  fields
    .map((field) => {
      const label = sayKind(key, lang, `field.${field.key}`)
      return field.required ? label : t(lang, 'kinds.optional', { field: label })
    })
    .join(' · ') || t(lang, 'kinds.nothing')

const kindPage = (ctx: View, key: DefinitionKey): VNode => {
  const { lang } = ctx
  const title = sayKind(key, lang, 'title')
  return staffShell(
    ctx,
    { title, current: '/people' },
    <div class="stack">
      <p class="lead">{sayKind(key, lang, 'about')}</p>
      <Notice lang={lang}>
        <p>{t(lang, 'kinds.never-ends')}</p>
      </Notice>
      <Panel title={t(lang, 'kinds.drawing', { title })}>
        <div class="table-scroll">
          <Diagram lang={lang} definition={key} />
        </div>
      </Panel>
      <Steps lang={lang} definition={key} />
      <Deadlines lang={lang} definition={key} />
      <p>
        <a href={ctx.href('/pathway-kinds')}>{t(lang, 'kinds.title')}</a>
      </p>
    </div>,
  )
}

interface KindProps {
  lang: Lang
  definition: DefinitionKey
}

const Steps = ({ lang, definition: key }: KindProps): VNode => {
  const state = (one: string) => sayKind(key, lang, `state.${one}`)
  const { transitions } = definitionOf(key)
  const title = t(lang, 'kinds.transitions')
  return (
    <Panel title={title}>
      <Table
        lang={lang}
        caption={title}
        captionHidden
        rows={transitions.map((transition, index) => ({ ...transition, number: index + 1 }))}
        rowKey={(transition) => transition.key}
        empty={<p>{t(lang, 'kinds.nothing')}</p>}
        columns={[
          {
            key: 'step',
            label: t(lang, 'kinds.step'),
            cell: (one) => `${one.number}. ${sayKind(key, lang, `transition.${one.key}`)}`,
          },
          {
            key: 'from',
            label: t(lang, 'kinds.from'),
            cell: ({ from }) => from.map(state).join(', '),
          },
          {
            key: 'to',
            label: t(lang, 'kinds.to'),
            cell: ({ to }) => (to === null ? t(lang, 'kinds.stays') : state(to)),
          },
          {
            key: 'who',
            label: t(lang, 'kinds.who'),
            cell: ({ who, lapses }) =>
              lapses
                ? t(lang, 'kinds.lapses')
                : who.map((role) => t(lang, `role.${role}`)).join(', '),
          },
          {
            key: 'asks',
            label: t(lang, 'kinds.asks'),
            cell: ({ fields }) => sayFields(key, lang, fields),
          },
        ]}
      />
    </Panel>
  )
}

const Deadlines = ({ lang, definition: key }: KindProps): VNode => {
  const definition = definitionOf(key)
  const { defaultLength, rhythms } = definition
  const deadlines: Pick<Deadline, 'key' | 'enters' | 'due' | 'source'>[] = [
    ...definition.deadlines,
    ...(defaultLength
      ? [{ key: 'default-length', enters: defaultLength.from[0] ?? '', due: defaultLength.length }]
      : []),
  ]
  return (
    <>
      <Panel title={t(lang, 'kinds.deadlines')}>
        <Table
          lang={lang}
          caption={t(lang, 'kinds.deadlines')}
          captionHidden
          rows={deadlines}
          rowKey={(deadline) => deadline.key}
          empty={<p>{t(lang, 'kinds.deadlines.none')}</p>}
          columns={[
            {
              key: 'what',
              label: t(lang, 'column.what'),
              cell: (one) => sayKind(key, lang, `deadline.${one.key}`),
            },
            {
              key: 'begins',
              label: t(lang, 'kinds.begins'),
              cell: ({ enters }) => sayKind(key, lang, `state.${enters}`),
            },
            {
              key: 'within',
              label: t(lang, 'kinds.within'),
              cell: ({ due }) => sayLengthOf(lang, due),
            },
            {
              key: 'source',
              label: t(lang, 'kinds.source'),
              cell: ({ source }) => source ?? '',
            },
          ]}
        />
      </Panel>
      {rhythms.length > 0 ? (
        <Panel title={t(lang, 'kinds.rhythms')}>
          <Table
            lang={lang}
            caption={t(lang, 'kinds.rhythms')}
            captionHidden
            rows={rhythms}
            rowKey={(rhythm) => rhythm.key}
            empty={null}
            columns={[
              {
                key: 'what',
                label: t(lang, 'column.what'),
                cell: (one) => sayKind(key, lang, `rhythm.${one.key}`),
              },
              {
                key: 'every',
                label: t(lang, 'kinds.every'),
                cell: ({ every }) => sayLengthOf(lang, every),
              },
              {
                key: 'asks',
                label: t(lang, 'kinds.asks'),
                cell: ({ fields }) => sayFields(key, lang, fields),
              },
            ]}
          />
        </Panel>
      ) : null}
    </>
  )
}

export const kindRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/pathway-kinds',
    permission: careWorkers,
    kind: 'page',
    summary: 'The kinds of pathways',
    handler: (ctx) => page(listPage(ctx)),
  }),
  route({
    method: 'GET',
    path: '/pathway-kinds/:key',
    permission: careWorkers,
    kind: 'page',
    summary: 'How a kind of pathway is built: drawing, steps, deadlines, from its data',
    params: z.object({ key: z.string().max(80) }),
    handler: (ctx) => {
      if (!isDefinitionKey(ctx.params.key)) throw notFound()
      return page(kindPage(ctx, ctx.params.key))
    },
  }),
]
