import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { Panel, SummaryList, Table, TimeStamp } from '#kit/ui/index.ts'
import { sayKind } from '../definitions/index.ts'
import { t } from '../texts.ts'
import type { Pathway, PathwayEvent } from './model.ts'
import { saidWith, sayEvent } from './say.tsx'
import type { PathwayNames } from './stands.tsx'

type View = Ctx<unknown, unknown, unknown>

/** What has happened, newest first: of what the reader may see, with what was recorded. */
export const History = (props: {
  ctx: View
  pathway: Pathway
  history: { events: PathwayEvent[]; next: string | null }
  names: PathwayNames
}): VNode => {
  const { ctx, pathway, history } = props
  const { lang, now } = ctx
  const state = (key: string) => sayKind(pathway.definition, lang, `state.${key}`)
  return (
    <Panel title={t(lang, 'history.title')} id="history">
      <Table
        lang={lang}
        caption={t(lang, 'history.title')}
        captionHidden
        rows={history.events}
        rowKey={({ id }) => id}
        empty={<p>{t(lang, 'history.none')}</p>}
        columns={[
          {
            key: 'what',
            label: t(lang, 'history.title'),
            cell: (event) => (
              <>
                {sayEvent(lang, pathway, event)}
                {event.fromState && event.toState && event.fromState !== event.toState ? (
                  <div class="muted small">
                    {t(lang, 'history.moved', {
                      from: state(event.fromState),
                      to: state(event.toState),
                    })}
                  </div>
                ) : null}
              </>
            ),
          },
          {
            key: 'said',
            label: t(lang, 'history.said'),
            cell: (event) => {
              const items = saidWith(lang, pathway, event.kind, event.said)
              return items.length > 0 ? <SummaryList items={items} /> : null
            },
          },
          {
            key: 'by',
            label: t(lang, 'history.by'),
            cell: (event) =>
              t(lang, 'stands.owner.value', {
                organisation: props.names.organisations.get(event.organisation) ?? '',
                name: event.byName,
              }),
          },
          {
            key: 'at',
            label: t(lang, 'history.when'),
            cell: ({ at }) => <TimeStamp lang={lang} at={at} now={now} show="full" />,
          },
        ]}
      />
      {history.next ? (
        <p>
          <a href={`${ctx.href(`/pathways/${pathway.id}`)}?cursor=${history.next}#history`}>
            {t(lang, 'history.older')} →
          </a>
        </p>
      ) : null}
    </Panel>
  )
}
