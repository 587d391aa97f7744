import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import { Actions, Button, Link, Panel, Table, Tag } from '#kit/ui/index.ts'
import { findService } from '#slices/services/index.ts'
import { PromisedLine, seeEnding } from '../engine/closing.tsx'
import type { PathwayPart } from '../engine/part.ts'
import { Due } from '../engine/say.tsx'
import { referralTexts as t } from '../texts/referral.ts'
import { t as pathwayTexts } from '../texts.ts'
import { WithdrawForm } from './pages/answer.tsx'
import { referralsIn } from './queries.ts'
import { openStates } from './schema.ts'

/** On the pathway's page: the way to a place, and what was sent to whom. */
export const referralPart: PathwayPart = {
  key: 'referral',
  uses: 'referral',
  order: 20,
  render: async (ctx, { pathway, owns }): Promise<VNode> => {
    const { lang, now } = ctx
    const promises = owns ? await seeEnding(ctx, pathway.id) : []
    const { referrals, names } = await read(ctx.space, ctx.actor, async (tx) => {
      const found = await referralsIn(tx, pathway.id)
      const named = new Map<string, string>()
      for (const { service } of found) {
        if (!named.has(service)) named.set(service, (await findService(tx, service))?.name ?? '')
      }
      return { referrals: found, names: named }
    })
    const unread = promises.filter(
      ({ id, kind }) => kind !== 'own-place' && !referrals.some((one) => one.id === id),
    )
    return (
      <Panel title={t(lang, 'panel.title')} id="referrals">
        <Table
          lang={lang}
          caption={t(lang, 'panel.title')}
          captionHidden
          dense
          rows={referrals}
          rowKey={({ id }) => id}
          empty={<p>{t(lang, 'panel.none')}</p>}
          columns={[
            {
              key: 'to',
              label: t(lang, 'panel.to'),
              cell: ({ id, service }) => (
                <Link href={ctx.href(`/referrals/${id}`)}>{names.get(service) ?? ''}</Link>
              ),
            },
            {
              key: 'state',
              label: t(lang, 'list.state'),
              cell: ({ status }) => <Tag>{t(lang, `state.${status}`)}</Tag>,
            },
            {
              key: 'due',
              label: t(lang, 'list.due'),
              cell: ({ status, dueAt }) =>
                openStates.some((state) => state === status) ? (
                  <Due lang={lang} due={dueAt} now={now} />
                ) : (
                  ''
                ),
            },
          ]}
        />
        {unread.map((promised) => (
          <div key={promised.id} class="stack">
            <p>
              <PromisedLine ctx={ctx} promised={promised} />{' '}
              <Tag>
                {t(lang, `state.${promised.status === 'reserved' ? 'accepted' : promised.status}`)}
              </Tag>
            </p>
            <p class="muted">{pathwayTexts(lang, 'promised.closed')}</p>
            <WithdrawForm ctx={ctx} referral={promised} formKey={randomUUID()} />
          </div>
        ))}
        {owns && pathway.closedAt === null ? (
          <Actions>
            <Button kind="secondary" href={ctx.href(`/pathways/${pathway.id}/places`)}>
              {t(lang, 'panel.find')}
            </Button>
          </Actions>
        ) : null}
      </Panel>
    )
  },
}
