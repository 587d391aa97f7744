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
  Form,
  Notice,
  Panel,
  Radios,
  Tabs,
  Tag,
  TextField,
} from '#kit/ui/index.ts'
import { workplaces } from '../policy.ts'
import { t } from '../texts.ts'
import { careTopic } from '../topics.ts'
import type { Attempt, Review } from './queries.ts'
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
  failed: Attempt[]
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
      <Panel title={t(lang, 'review.failed')}>
        <p class="muted">
          {t(lang, view.failed.length > 0 ? 'review.failed.text' : 'review.failed.none')}
        </p>
        {view.failed.map((each) => (
          <Card key={each.seq} edge="limited">
            <h3>{each.accountName}</h3>
            <p>
              {t(lang, 'review.failed.what', {
                organisation: view.names.get(each.organisation) ?? '',
                when: sayMoment(each.at.getTime(), lang),
              })}
            </p>
            <blockquote>{each.reason ?? ''}</blockquote>
          </Card>
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
