import type { VNode } from 'preact'
import { read, write } from '#kit/db/index.ts'
import type { Refused } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { ErrorSummary, Link, Notice, Pager, Panel, Table, TimeStamp } from '#kit/ui/index.ts'
import { type Card, cardsOf, logListed, sayCard, workplaces } from '#slices/people/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { boardTopics } from '../engine/live.ts'
import { Due } from '../engine/say.tsx'
import { t } from '../texts.ts'
import type { Handover } from './model.ts'
import { waitingHandovers } from './queries.ts'

type View = Ctx<unknown, unknown, unknown>

interface Asked {
  cursor?: string | undefined
  said?: 'declined' | undefined
  refused?: Refused
}

/** What waits for our answer, and what we wait for: due first. */
export const listPage = async (ctx: View, asked: Asked): Promise<VNode> => {
  const { lang } = ctx
  const organisations = workplaces(ctx.actor)
  const { received, sent, cards, names } = await read(ctx.space, ctx.actor, async (tx) => {
    const { cursor } = asked
    const to = await waitingHandovers(tx, { side: 'to', organisations, cursor })
    const from = await waitingHandovers(tx, { side: 'from', organisations })
    const all = [...to.handovers, ...from.handovers]
    return {
      received: to,
      sent: from,
      cards: await cardsOf(
        tx,
        all.map(({ person }) => person),
      ),
      names: await organisationNames(
        tx,
        all.flatMap((each) => [each.organisation, each.to]),
      ),
    }
  })
  if (cards.size > 0) {
    await write(ctx.space, ctx.actor, (tx) =>
      logListed(tx, organisations[0] ?? null, 'handovers', [...cards.keys()]),
    )
  }
  const shown = { ctx, cards, names }
  return staffShell(
    ctx,
    {
      title: t(lang, 'handovers.title'),
      current: '/handovers',
      topics: boardTopics(ctx.space, organisations),
    },
    <div class="stack">
      {asked.refused ? (
        <ErrorSummary lang={lang} errors={asked.refused.errors} general={asked.refused.general} />
      ) : null}
      {asked.said ? (
        <Notice lang={lang} kind="success" announce>
          <p>{t(lang, `handovers.done.${asked.said}`)}</p>
        </Notice>
      ) : null}
      <p class="lead">{t(lang, 'handovers.intro')}</p>
      <Panel title={t(lang, 'handovers.received')}>
        <Offers {...shown} side="to" offers={received.handovers} />
        {received.next || asked.cursor ? (
          <Pager
            lang={lang}
            shown={received.handovers.length}
            firstHref={asked.cursor ? ctx.href('/handovers') : null}
            nextHref={received.next ? `${ctx.href('/handovers')}?cursor=${received.next}` : null}
          />
        ) : null}
      </Panel>
      <Panel title={t(lang, 'handovers.sent')}>
        <Offers {...shown} side="from" offers={sent.handovers} />
      </Panel>
    </div>,
  )
}

const Offers = (props: {
  ctx: View
  side: 'to' | 'from'
  offers: Handover[]
  cards: Map<string, Card>
  names: Map<string, string>
}): VNode => {
  const { ctx, side, cards, names } = props
  const { lang, now } = ctx
  const title = t(lang, side === 'to' ? 'handovers.received' : 'handovers.sent')
  const none = t(lang, side === 'to' ? 'handovers.received.none' : 'handovers.sent.none')
  return (
    <Table
      lang={lang}
      caption={title}
      captionHidden
      rows={props.offers}
      rowKey={({ id }) => id}
      empty={<p>{none}</p>}
      columns={[
        {
          key: 'person',
          label: t(lang, 'handovers.person'),
          cell: (offer) => (
            <Link
              href={ctx.href(
                side === 'to' ? `/handovers/${offer.id}` : `/pathways/${offer.pathway}`,
              )}
            >
              {sayCard(cards.get(offer.person), lang)}
            </Link>
          ),
        },
        {
          key: 'other',
          label: t(lang, side === 'to' ? 'handovers.from' : 'handovers.to'),
          cell: (offer) => names.get(side === 'to' ? offer.organisation : offer.to) ?? '',
        },
        {
          key: 'since',
          label: t(lang, 'column.since'),
          cell: ({ offeredAt }) => <TimeStamp lang={lang} at={offeredAt} now={now} />,
        },
        {
          key: 'due',
          label: t(lang, 'column.due'),
          cell: ({ dueAt }) => <Due lang={lang} due={dueAt} now={now} />,
        },
      ]}
    />
  )
}
