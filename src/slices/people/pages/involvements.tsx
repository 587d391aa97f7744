import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import type { Refused } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { sayMoment } from '#kit/time/index.ts'
import {
  Button,
  ErrorSummary,
  Form,
  Notice,
  Panel,
  Select,
  Table,
  Tag,
  TextField,
} from '#kit/ui/index.ts'
import { personHref } from '../parts.ts'
import { workplaces } from '../policy.ts'
import type { Involvement } from '../queries/involvements.ts'
import type { Consent, Involved } from '../schema.ts'
import { t } from '../texts.ts'
import { personShell } from './person-shell.tsx'
import { sayPurpose } from './say.ts'

type View = Ctx<unknown, unknown, unknown>

export interface InvolvementsView {
  involved: Involved
  involvements: Involvement[]
  /** In force, and given to an organisation. */
  consents: Consent[]
  names: Map<string, string>
  refused: Refused | null
}

/** Who is involved at which level, on which ground, until when; and how to share or to step back. */
export const involvementsPage = (ctx: View, view: InvolvementsView): Promise<VNode> => {
  const { lang } = ctx
  return personShell(
    ctx,
    { involved: view.involved, tab: 'involvements', title: t(lang, 'tab.involvements') },
    <>
      <ErrorSummary
        lang={lang}
        errors={view.refused?.errors ?? {}}
        general={view.refused?.general}
      />
      {view.involved.card.pseudonymous ? (
        <Notice lang={lang} kind="info" title={t(lang, 'pseudonymous.title')}>
          <p>{t(lang, 'involvements.own-only')}</p>
        </Notice>
      ) : null}
      <Involvements ctx={ctx} view={view} />
      <Panel title={t(lang, 'share.title')}>
        {view.consents.length === 0 ? (
          <p>
            {t(lang, 'share.none')}{' '}
            <a href={ctx.href(`${personHref(view.involved.card.id)}/consents`)}>
              {t(lang, 'share.to-consents')}
            </a>
          </p>
        ) : (
          <Form
            action={ctx.href(`${personHref(view.involved.card.id)}/involvements`)}
            hidden={{ key: randomUUID() }}
          >
            <Select
              lang={lang}
              name="consent"
              required
              label={t(lang, 'share.consent')}
              options={view.consents.map((consent) => ({
                value: consent.id,
                label: t(lang, 'share.option', {
                  recipient: consent.recipient,
                  level: t(lang, `level.${consent.level}`),
                  purpose: sayPurpose(lang, consent.purpose),
                }),
              }))}
              errors={view.refused?.errors}
            />
            <Button>{t(lang, 'share.do')}</Button>
          </Form>
        )}
      </Panel>
    </>,
  )
}

const Involvements = ({ ctx, view }: { ctx: View; view: InvolvementsView }): VNode => {
  const { lang } = ctx
  const own = workplaces(ctx.actor)
  const when = (at: Date): string => sayMoment(at.getTime(), lang)
  return (
    <Table
      lang={lang}
      caption={t(lang, 'tab.involvements')}
      captionHidden
      rows={view.involvements}
      rowKey={(row) => row.id}
      empty={<p>{t(lang, 'involvements.none')}</p>}
      columns={[
        {
          key: 'who',
          label: t(lang, 'involvement.who'),
          cell: (row) => (
            <>
              {view.names.get(row.organisation) ?? ''}{' '}
              {row.named ? <Tag>{t(lang, 'involvement.named')}</Tag> : null}{' '}
              {row.pseudonymous ? <Tag>{t(lang, 'involvement.code')}</Tag> : null}
            </>
          ),
        },
        {
          key: 'level',
          label: t(lang, 'involvement.level'),
          cell: (row) => t(lang, `level.${row.level}`),
        },
        {
          key: 'ground',
          label: t(lang, 'involvement.ground'),
          cell: (row) =>
            [t(lang, `basis.${row.basis}`), row.law, sayPurpose(lang, row.purpose)]
              .filter(Boolean)
              .join(' · '),
        },
        {
          key: 'period',
          label: t(lang, 'involvement.period'),
          cell: (row) =>
            row.inForce
              ? row.endsAt
                ? t(lang, 'involvement.until', {
                    from: when(row.startsAt),
                    until: when(row.endsAt),
                  })
                : t(lang, 'involvement.since', { from: when(row.startsAt) })
              : t(lang, 'involvement.ended', {
                  when: row.endsAt ? when(row.endsAt) : '',
                  why:
                    row.endReason === 'consent-withdrawn'
                      ? t(lang, 'involvement.consent-withdrawn')
                      : (row.endReason ?? t(lang, 'involvement.ran-out')),
                }),
        },
        {
          key: 'end',
          label: t(lang, 'involvement.end'),
          cell: (row) =>
            row.inForce && (own.includes(row.organisation) || row.openedByMe) ? (
              <EndForm ctx={ctx} row={row} />
            ) : (
              ''
            ),
        },
      ]}
    />
  )
}

const EndForm = ({ ctx, row }: { ctx: View; row: Involvement }): VNode => {
  const { lang } = ctx
  return (
    <details>
      <summary>{t(lang, 'involvement.end')}</summary>
      <Form action={ctx.href(`${personHref(row.person)}/involvements/${row.id}/end`)}>
        <TextField
          lang={lang}
          scope={row.id}
          name="reason"
          required
          label={t(lang, 'involvement.end.reason')}
          maxLength={300}
        />
        <Button kind="danger">{t(lang, 'involvement.end')}</Button>
      </Form>
    </details>
  )
}
