import type { VNode } from 'preact'
import { read, write } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { sayDate } from '#kit/time/index.ts'
import { Notice, Pager, StatusTag, Table, Tabs, Tag, TimeStamp } from '#kit/ui/index.ts'
import { cardsOf, logListed, sayCard, workplaces } from '#slices/people/index.ts'
import { findService } from '#slices/services/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { Due } from '../../engine/say.tsx'
import { placeInLine } from '../../places/queries.ts'
import { referralTexts as t } from '../../texts/referral.ts'
import { referralTopic } from '../commands.ts'
import { referralsOf } from '../queries.ts'
import { failing } from '../rules.ts'
import { type Box, boxes, type Referral } from '../schema.ts'

type View = Ctx<unknown, unknown, unknown>

/**
 * Referrals that wait for an answer, those to the actor's houses and those that their organisation sent; and those
 * of both that were answered, so that one that was accepted is found again.
 */
export const referralsPage = async (
  ctx: View,
  asked: { box: Box; cursor: string | null; said: string | null },
): Promise<VNode> => {
  const { lang, now } = ctx
  const after = cursorOf(asked.cursor)
  const seen = await read(ctx.space, ctx.actor, async (tx) => {
    const { referrals, next } = await referralsOf(tx, ctx.actor, { box: asked.box, after })
    const cards = await cardsOf(
      tx,
      referrals.map(({ person }) => person),
    )
    const names = await organisationNames(
      tx,
      referrals.map(({ organisation }) => organisation),
    )
    const services = new Map<string, string>()
    const line = new Map<string, number | null>()
    for (const { id, service, status } of referrals) {
      if (!services.has(service))
        services.set(service, (await findService(tx, service))?.name ?? '')
      if (status === 'waiting') line.set(id, await placeInLine(tx, id))
    }
    return { referrals, next, cards, names, services, line }
  })
  if (seen.cards.size > 0) {
    await write(ctx.space, ctx.actor, (tx) =>
      logListed(tx, workplaces(ctx.actor)[0] ?? null, 'referrals', [...seen.cards.keys()]),
    )
  }
  const tab = (box: Box) => ({
    label: t(lang, `list.${box}`),
    href: ctx.href(`/referrals?box=${box}`),
    current: asked.box === box,
  })
  return staffShell(
    ctx,
    {
      title: t(lang, 'list.title'),
      current: '/referrals',
      topics: workplaces(ctx.actor).map((organisation) => referralTopic(ctx.space, organisation)),
    },
    <div class="stack">
      {asked.said !== null && t.has(`said.${asked.said}`) ? (
        <Notice lang={lang} kind={asked.said === 'full' ? 'warning' : 'success'} announce>
          <p>{t(lang, `said.${asked.said}` as 'said.declined')}</p>
        </Notice>
      ) : null}
      <Tabs lang={lang} items={boxes.map(tab)} />
      <Table
        lang={lang}
        caption={t(lang, `list.${asked.box}`)}
        captionHidden
        rows={seen.referrals}
        rowKey={({ id }) => id}
        empty={<p>{t(lang, `list.empty.${asked.box}`)}</p>}
        columns={[
          {
            key: 'who',
            label: t(lang, 'list.who'),
            cell: ({ id, person }) => (
              <a href={ctx.href(`/referrals/${id}`)}>{sayCard(seen.cards.get(person), lang)}</a>
            ),
          },
          {
            key: 'where',
            label: t(lang, whereLabel[asked.box]),
            cell: ({ organisation, service }) =>
              asked.box === 'out' ? (
                (seen.services.get(service) ?? '')
              ) : (
                <>
                  {seen.names.get(organisation) ?? ''}
                  <div class="muted small">{seen.services.get(service)}</div>
                </>
              ),
          },
          {
            key: 'when',
            label: t(lang, 'list.wanted'),
            cell: ({ wantedFrom }) => sayDate(wantedFrom, lang),
          },
          {
            key: 'criteria',
            label: t(lang, 'list.criteria'),
            cell: (referral) => <InShort ctx={ctx} referral={referral} />,
          },
          {
            key: 'state',
            label: t(lang, 'list.state'),
            cell: ({ id, status, bounce }) => (
              <>
                {status === 'waiting'
                  ? t(lang, 'state.waiting.place', { n: seen.line.get(id) ?? '?' })
                  : t(lang, `state.${status}`)}{' '}
                {bounce > 0 ? <Tag tone="info">{t(lang, 'bounce', { n: bounce })}</Tag> : null}
              </>
            ),
          },
          asked.box === 'answered'
            ? {
                key: 'decided',
                label: t(lang, 'list.decided'),
                cell: ({ decidedAt, decidedByName }) => (
                  <>
                    {decidedAt ? <TimeStamp lang={lang} at={decidedAt} now={now} /> : null}
                    <div class="muted small">{decidedByName}</div>
                  </>
                ),
              }
            : {
                key: 'due',
                label: t(lang, 'list.due'),
                cell: ({ dueAt }) => <Due lang={lang} due={dueAt} now={now} />,
              },
        ]}
      />
      <Pager
        lang={lang}
        shown={seen.referrals.length}
        nextHref={
          seen.next === null ? null : ctx.href(`/referrals?box=${asked.box}&cursor=${seen.next}`)
        }
        firstHref={asked.cursor === null ? null : ctx.href(`/referrals?box=${asked.box}`)}
      />
    </div>,
  )
}

const whereLabel = {
  in: 'list.from',
  out: 'list.to',
  answered: 'list.from-to',
} as const satisfies Record<Box, string>

const InShort = ({ ctx, referral }: { ctx: View; referral: Referral }): VNode => {
  const { lang } = ctx
  const failed = failing(referral.criteria).length
  const unknown = referral.criteria.filter(({ answer }) => answer === 'unknown').length
  if (failed > 0) {
    return <StatusTag lang={lang} value="closed" label={t(lang, 'short.failed', { n: failed })} />
  }
  return unknown > 0 ? (
    <StatusTag lang={lang} value="unknown" label={t(lang, 'short.unknown', { n: unknown })} />
  ) : (
    <StatusTag lang={lang} value="open" label={t(lang, 'short.met')} />
  )
}

const cursorOf = (text: string | null): { at: string; id: string } | null => {
  const found = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9a-f-]{36})$/.exec(text ?? '')
  return found ? { at: found[1] ?? '', id: found[2] ?? '' } : null
}
