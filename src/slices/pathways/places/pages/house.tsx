import type { VNode } from 'preact'
import { read, write } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import type { Lang } from '#kit/i18n/index.ts'
import { localDate, sayDayMonth } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  Form,
  Link,
  Notice,
  Panel,
  StatusTag,
  Table,
  Tabs,
  Tag,
  TimeStamp,
  whenText,
} from '#kit/ui/index.ts'
import { type Card, cardsOf, initialsOf, logListed, sayCard } from '#slices/people/index.ts'
import { findService } from '#slices/services/index.ts'
import { leads, worksFor } from '../../policy.ts'
import { StaffHours } from '../../referral/pages/criteria.tsx'
import { waitingFor } from '../../referral/queries.ts'
import { placesTexts as t } from '../../texts/places.ts'
import { houseTopic } from '../live.ts'
import { bedsOf, houseOf, type housesOf, staysIn } from '../queries.ts'
import { isOverstay, isQuiet, nightsLeft } from '../rules.ts'
import type { Stay } from '../schema.ts'
import { freeTonight, rowsOf } from '../tonight.ts'

type View = Ctx<unknown, unknown, unknown>
type Houses = Awaited<ReturnType<typeof housesOf>>

/**
 * The house this minute, for whoever is on duty at two at night: each room, who, how many nights, what is promised
 * and until when. Whoever looks is logged once for the list. On paper only initials stand there (SEC-04).
 */
export const housePage = async (
  ctx: View,
  houses: Houses,
  chosen: Houses[number],
  said: string | null,
): Promise<VNode> => {
  const { lang, now } = ctx
  const seen = await read(ctx.space, ctx.actor, async (tx) => {
    const stays = await staysIn(tx, chosen.id)
    const waiting = await waitingFor(tx, chosen.id)
    const people = [...stays, ...waiting].map(({ person }) => person)
    return {
      stays,
      waiting,
      beds: await bedsOf(tx, chosen.id),
      free: await freeTonight(tx, chosen.id, localDate(now.getTime())),
      house: await houseOf(tx, chosen),
      note: (await findService(tx, chosen.id))?.staffNote ?? null,
      cards: await cardsOf(tx, people),
    }
  })
  if (seen.cards.size > 0) {
    await write(ctx.space, ctx.actor, (tx) =>
      logListed(tx, chosen.organisation, 'house', [...seen.cards.keys()]),
    )
  }
  const rows = rowsOf(seen.beds, seen.stays, seen.free)
  const hidden = rows.filter((row) => row.hidden).length
  const occupied = seen.stays.filter(({ status }) => status === 'arrived').length + hidden
  const open = seen.beds.filter(({ closedAt }) => closedAt === null).length
  const free = rows.filter((row) => row.stay === null && !row.hidden).length
  const works = worksFor(ctx.actor, chosen.organisation)
  return staffShell(
    ctx,
    {
      title: t(lang, 'house.title'),
      heading: chosen.name,
      current: '/house',
      topics: [houseTopic(ctx.space, chosen.organisation)],
    },
    <div class="stack">
      {houses.length > 1 ? (
        <Tabs
          lang={lang}
          label={t(lang, 'house.choose')}
          items={houses.map(({ id, name }) => ({
            label: name,
            href: ctx.href(`/house?service=${id}`),
            current: id === chosen.id,
          }))}
        />
      ) : null}
      {said === 'confirmed' ? (
        <Notice lang={lang} kind="success" announce>
          <p>{t(lang, 'house.confirmed')}</p>
        </Notice>
      ) : null}
      <p class="lead">
        {t(lang, 'house.counts', {
          occupied,
          reserved: seen.stays.length + hidden - occupied,
          free,
        })}{' '}
        {open > 0 && free === 0 ? (
          <StatusTag lang={lang} value="closed" label={t(lang, 'house.full')} />
        ) : null}
      </p>
      <StaffHours ctx={ctx} house={seen.house} note={seen.note} />
      <div class="no-print">
        <Actions>
          {works ? (
            <Button href={ctx.href(`/admissions/new?service=${chosen.id}`)}>
              {t(lang, 'house.admit')}
            </Button>
          ) : null}
          {leads(ctx.actor, chosen.organisation) ? (
            <Button kind="secondary" href={ctx.href(`/services/${chosen.id}/rooms`)}>
              {t(lang, 'house.rooms')}
            </Button>
          ) : null}
        </Actions>
      </div>
      <Table
        lang={lang}
        caption={t(lang, 'house.title')}
        captionHidden
        rows={rows}
        rowKey={({ bed, stay }) => `${bed.id}${stay?.id ?? ''}`}
        empty={
          <p>
            {t(lang, 'house.empty')}{' '}
            {leads(ctx.actor, chosen.organisation) ? (
              <Link href={ctx.href(`/services/${chosen.id}/rooms`)}>
                {t(lang, 'house.empty.link')}
              </Link>
            ) : null}
          </p>
        }
        columns={[
          { key: 'room', label: t(lang, 'house.room'), cell: ({ bed }) => bed.label },
          {
            key: 'who',
            label: t(lang, 'house.who'),
            cell: ({ stay, hidden: unseen }) =>
              unseen ? (
                t(lang, 'house.unknown')
              ) : stay === null ? (
                <StatusTag lang={lang} value="open" label={t(lang, 'house.is-free')} />
              ) : (
                <Who ctx={ctx} stay={stay} card={seen.cards.get(stay.person)} />
              ),
          },
          {
            key: 'left',
            label: t(lang, 'house.left'),
            cell: ({ stay }) => (stay === null ? '' : <Left ctx={ctx} stay={stay} />),
          },
          {
            key: 'note',
            label: t(lang, 'house.note'),
            cell: ({ stay }) => (stay === null ? '' : <Remember ctx={ctx} stay={stay} />),
          },
        ]}
      />
      {works ? (
        <Form action={ctx.href(`/house/${chosen.id}/confirm`)} class="form no-print">
          <p class="muted">{t(lang, 'house.told')}</p>
          <Button kind="secondary">{t(lang, 'house.confirm')}</Button>
        </Form>
      ) : null}
      <Panel title={t(lang, 'house.waiting')}>
        <Table
          lang={lang}
          caption={t(lang, 'house.waiting')}
          captionHidden
          dense
          rows={seen.waiting}
          rowKey={({ id }) => id}
          empty={<p>{t(lang, 'house.waiting.none')}</p>}
          columns={[
            {
              key: 'who',
              label: t(lang, 'house.waiting.who'),
              cell: ({ id, person }) => (
                <Link href={ctx.href(`/referrals/${id}`)}>
                  <Name card={seen.cards.get(person)} lang={lang} />
                </Link>
              ),
            },
            {
              key: 'since',
              label: t(lang, 'house.waiting.since'),
              cell: ({ waitingSince }) =>
                waitingSince === null ? '' : <TimeStamp lang={lang} at={waitingSince} now={now} />,
            },
          ]}
        />
      </Panel>
      <p class="print-only">{t(lang, 'house.print')}</p>
    </div>,
  )
}

/** The name on the screen; on a shared printer the initials, or the code where the name may not be seen. */
const Name = ({ card, lang }: { card: Card | undefined; lang: Lang }): VNode => {
  const shown = sayCard(card, lang)
  return (
    <>
      <span class="no-print">{shown}</span>
      <span class="print-only">{card?.called ? initialsOf(card.called) : shown}</span>
    </>
  )
}

const Who = (props: { ctx: View; stay: Stay; card: Card | undefined }): VNode => (
  <Link href={props.ctx.href(`/stays/${props.stay.id}`)}>
    <Name card={props.card} lang={props.ctx.lang} />
  </Link>
)

const Left = ({ ctx, stay }: { ctx: View; stay: Stay }): VNode => {
  const { lang, now } = ctx
  const today = localDate(now.getTime())
  if (stay.status === 'reserved') {
    return (
      <>
        {t(lang, 'house.comes', { date: sayDayMonth(stay.expectedFrom, lang) })}
        <div class="muted small">
          {stay.reservedUntil
            ? t(lang, 'house.held', { when: whenText(lang, stay.reservedUntil, now) })
            : null}
        </div>
      </>
    )
  }
  const n = nightsLeft(stay, today)
  const until = <div class="muted small">{sayDayMonth(stay.expectedUntil, lang)}</div>
  if (isOverstay(stay, today)) {
    return (
      <>
        <StatusTag lang={lang} value="closed" label={t(lang, 'house.overstay', { n: -n })} />
        {until}
      </>
    )
  }
  return (
    <>
      {n === 0 ? (
        <StatusTag lang={lang} value="limited" label={t(lang, 'house.today')} />
      ) : (
        t(lang, 'house.nights', { n })
      )}
      {until}
    </>
  )
}

const Remember = ({ ctx, stay }: { ctx: View; stay: Stay }): VNode => {
  const { lang, now } = ctx
  return (
    <>
      {isQuiet(stay, localDate(now.getTime())) && stay.quietUntil ? (
        <Tag tone="info">
          {t(lang, 'house.quiet', { date: sayDayMonth(stay.quietUntil, lang) })}
        </Tag>
      ) : null}
      {stay.isolationGround ? (
        <>
          {' '}
          <Tag>{t(lang, 'house.isolation')}</Tag>
        </>
      ) : null}
    </>
  )
}
