import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import type { Refused } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { sayMoment } from '#kit/time/index.ts'
import {
  Button,
  Card,
  ErrorSummary,
  Filters,
  Form,
  Notice,
  Pager,
  Panel,
  Radios,
  Select,
  Table,
  Tabs,
  Tag,
  TextField,
} from '#kit/ui/index.ts'
import { workplaces } from '../policy.ts'
import { looks } from '../schema.ts'
import { t } from '../texts.ts'
import { careTopic } from '../topics.ts'
import type { LogLine, Review } from './queries.ts'
import { verdicts } from './schema.ts'

type View = Ctx<unknown, unknown, unknown>

const HOUR_MS = 3_600_000

export const protectionTabs = (ctx: View, current: 'reviews' | 'log' | 'retention'): VNode => (
  <Tabs
    lang={ctx.lang}
    items={[
      {
        label: t(ctx.lang, 'protection.reviews'),
        href: ctx.href('/protection'),
        current: current === 'reviews',
      },
      {
        label: t(ctx.lang, 'protection.log'),
        href: ctx.href('/protection/log'),
        current: current === 'log',
      },
      {
        label: t(ctx.lang, 'protection.retention'),
        href: ctx.href('/protection/retention'),
        current: current === 'retention',
      },
    ]}
  />
)

export interface ReviewsView {
  reviews: Review[]
  codes: Map<string, string>
  names: Map<string, string>
  refused: { id: string; by: Refused } | null
}

/** Emergency accesses to be judged: overdue ones first and red, each with its clock (SEC-02). */
export const reviewsPage = (ctx: View, view: ReviewsView): VNode => {
  const { lang } = ctx
  const own = workplaces(ctx.actor, 'data-protection')
  const open = view.reviews.filter((review) => review.reviewedAt === null)
  const overdue = open.filter((review) => review.reviewDue <= ctx.now)
  return staffShell(
    ctx,
    {
      title: t(lang, 'protection.page'),
      current: '/protection',
      topics: own.map((each) => careTopic(ctx.space, each, 'protection')),
    },
    <div class="stack">
      {protectionTabs(ctx, 'reviews')}
      <ErrorSummary
        lang={lang}
        errors={view.refused?.by.errors ?? {}}
        general={view.refused?.by.general}
        scope={view.refused?.id}
      />
      {overdue.length > 0 ? (
        <Notice lang={lang} kind="error" title={t(lang, 'review.overdue', { n: overdue.length })}>
          <p>{t(lang, 'review.overdue.text')}</p>
        </Notice>
      ) : null}
      <Panel title={t(lang, 'review.open')}>
        {open.length === 0 ? <p class="muted">{t(lang, 'review.none')}</p> : null}
        {open.map((review) => (
          <OpenReview key={review.id} ctx={ctx} view={view} review={review} />
        ))}
      </Panel>
      <Panel title={t(lang, 'review.done')}>
        {view.reviews
          .filter((review) => review.reviewedAt !== null)
          .map((review) => (
            <Card key={review.id}>
              <What ctx={ctx} view={view} review={review} />
              <p>
                <Tag>{review.verdict ? t(lang, `verdict.${review.verdict}`) : ''}</Tag>{' '}
                {t(lang, 'review.by', {
                  who: review.reviewedByName ?? '',
                  note: review.note ?? '',
                })}
              </p>
            </Card>
          ))}
      </Panel>
    </div>,
  )
}

const What = ({ ctx, view, review }: { ctx: View; view: ReviewsView; review: Review }): VNode => {
  const { lang } = ctx
  return (
    <>
      <h3>{review.accountName}</h3>
      <p>
        {t(lang, 'review.what', {
          code: view.codes.get(review.person) ?? '',
          organisation: view.names.get(review.organisation) ?? '',
          from: sayMoment(review.openedAt.getTime(), lang),
          until: sayMoment(review.endsAt.getTime(), lang),
        })}
      </p>
      <blockquote>{review.reason}</blockquote>
    </>
  )
}

const OpenReview = (props: { ctx: View; view: ReviewsView; review: Review }): VNode => {
  const { ctx, view, review } = props
  const { lang } = ctx
  const left = Math.ceil((review.reviewDue.getTime() - ctx.now.getTime()) / HOUR_MS)
  const mine = view.refused?.id === review.id ? view.refused.by : null
  return (
    <Card edge={left <= 0 ? 'danger' : 'limited'}>
      <What ctx={ctx} view={view} review={review} />
      <p>
        <strong>
          {left <= 0
            ? t(lang, 'review.late', { when: sayMoment(review.reviewDue.getTime(), lang) })
            : t(lang, 'review.left', { n: left })}
        </strong>
      </p>
      {review.account === ctx.actor.id ? (
        <p>{t(lang, 'review.own')}</p>
      ) : (
        <Form
          action={ctx.href(`/protection/reviews/${review.id}`)}
          hidden={{ key: randomUUID() }}
          label={t(lang, 'review.do')}
        >
          <Radios
            lang={lang}
            scope={review.id}
            name="verdict"
            row
            required
            label={t(lang, 'review.verdict')}
            options={verdicts.map((value) => ({ value, label: t(lang, `verdict.${value}`) }))}
            errors={mine?.errors}
          />
          <TextField
            lang={lang}
            scope={review.id}
            name="note"
            required
            label={t(lang, 'review.note')}
            errors={mine?.errors}
            maxLength={1000}
          />
          <Button>{t(lang, 'review.do')}</Button>
        </Form>
      )}
    </Card>
  )
}

export interface LogView {
  lines: LogLine[]
  next: number | null
  codes: Map<string, string>
  who: { actor: string; name: string }[]
  asked: { actor: string; what: string; from: string; until: string }
}

/** Who in the organisation has looked at whom, when and why (SEC-01). Persons stand by their code. */
export const logPage = (ctx: View, view: LogView): VNode => {
  const { lang } = ctx
  const { asked } = view
  const query = (cursor: number): string => {
    const said = Object.entries({ ...asked, cursor: String(cursor) }).filter(([, v]) => v !== '')
    return ctx.href(`/protection/log?${new URLSearchParams(said)}`)
  }
  return staffShell(
    ctx,
    { title: t(lang, 'protection.log'), current: '/protection' },
    <div class="stack">
      {protectionTabs(ctx, 'log')}
      <Filters
        lang={lang}
        action={ctx.href('/protection/log')}
        clearHref={
          Object.values(asked).some((each) => each !== '') ? ctx.href('/protection/log') : undefined
        }
      >
        <Select
          lang={lang}
          name="actor"
          quiet
          label={t(lang, 'log.who')}
          options={view.who.map(({ actor, name }) => ({ value: actor, label: name }))}
          value={asked.actor}
        />
        <Select
          lang={lang}
          name="what"
          quiet
          label={t(lang, 'log.what')}
          options={looks.map((value) => ({ value, label: t(lang, `look.${value}`) }))}
          value={asked.what}
        />
        <TextField
          lang={lang}
          name="from"
          type="date"
          quiet
          label={t(lang, 'log.from')}
          value={asked.from}
        />
        <TextField
          lang={lang}
          name="until"
          type="date"
          quiet
          label={t(lang, 'log.until')}
          value={asked.until}
        />
      </Filters>
      <Table
        lang={lang}
        caption={t(lang, 'protection.log')}
        captionHidden
        rows={view.lines}
        rowKey={(line) => String(line.seq)}
        empty={<p>{t(lang, 'log.none')}</p>}
        columns={[
          {
            key: 'at',
            label: t(lang, 'log.when'),
            cell: (line) => sayMoment(line.at.getTime(), lang),
          },
          { key: 'who', label: t(lang, 'log.who'), cell: (line) => line.actorName },
          {
            key: 'what',
            label: t(lang, 'log.what'),
            cell: (line) => (
              <>
                {t(lang, `look.${line.what}`)}{' '}
                {line.part ? <span class="muted">{line.part}</span> : null}
              </>
            ),
          },
          {
            key: 'person',
            label: t(lang, 'log.person'),
            cell: (line) => (line.person ? (view.codes.get(line.person) ?? '–') : '–'),
          },
          { key: 'reason', label: t(lang, 'log.why'), cell: (line) => line.reason ?? '' },
        ]}
      />
      <Pager
        lang={lang}
        shown={view.lines.length}
        nextHref={view.next === null ? null : query(view.next)}
      />
    </div>,
  )
}
