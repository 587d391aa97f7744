import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import {
  Actions,
  Button,
  Card,
  Checkbox,
  ErrorSummary,
  Form,
  Link,
  Notice,
  Panel,
  Select,
  Table,
  Tag,
  TextField,
  TimeStamp,
} from '#kit/ui/index.ts'
import { careTopic } from '#slices/people/index.ts'
import { dischargeTexts } from '../discharge/texts.ts'
import { FLAGS } from './commands.ts'
import { flagState } from './rules.ts'
import { closeReasons, type MyFlag, type OpenFlag } from './schema.ts'
import { flagTexts as t } from './texts.ts'

type View = Ctx<unknown, unknown, unknown>

export interface FlagsView {
  /** Hospitals that the actor flags in, by name. */
  hospitals: { id: string; name: string }[]
  /** Wards used before, in the one hospital of most. */
  wards: string[]
  mine: MyFlag[]
  /** Open flags, for those who take them; null for the ward. */
  open: OpenFlag[] | null
  /** Organisations whose flags the page follows. */
  follows: string[]
  said: 'sent' | 'closed' | null
  refused: Refused | null
}

/** One page for the two ends of a flag: the ward sends, the social nurse sees it at once (DIS-01). */
export const flagsPage = (ctx: View, view: FlagsView): VNode => {
  const { lang } = ctx
  return staffShell(
    ctx,
    {
      title: t(lang, 'flag.title'),
      current: '/flags',
      actions: (
        <Link href={ctx.href('/discharge-contacts')}>{dischargeTexts(lang, 'contacts.menu')}</Link>
      ),
      topics: view.follows.map((organisation) => careTopic(ctx.space, organisation, FLAGS)),
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={view.refused?.errors ?? {}}
        general={view.refused?.general}
        labels={{ ward: t(lang, 'flag.ward'), bed: t(lang, 'flag.bed') }}
      />
      {view.said ? (
        <Notice lang={lang} kind="success" announce>
          <p>{t(lang, view.said === 'sent' ? 'flag.sent' : 'closed.done')}</p>
        </Notice>
      ) : null}
      {view.open ? <Open ctx={ctx} flags={view.open} /> : null}
      {view.hospitals.length > 0 ? <Raise ctx={ctx} view={view} /> : null}
      {view.hospitals.length > 0 ? <Mine ctx={ctx} flags={view.mine} /> : null}
    </div>,
  )
}

const Raise = ({ ctx, view }: { ctx: View; view: FlagsView }): VNode => {
  const { lang } = ctx
  const typed = view.refused ? typedIn(ctx) : {}
  const errors = view.refused?.errors
  const [only] = view.hospitals
  const one = view.hospitals.length === 1 ? only : undefined
  return (
    <Panel title={t(lang, 'flag.title')}>
      <p>{t(lang, 'flag.lead')}</p>
      <Form
        action={ctx.href('/flags')}
        hidden={{ key: randomUUID(), organisation: one?.id }}
        label={t(lang, 'flag.title')}
      >
        {one ? null : (
          <Select
            lang={lang}
            name="organisation"
            label={t(lang, 'flag.hospital')}
            errors={errors}
            value={oneOf(typed, 'organisation')}
            options={view.hospitals.map(({ id, name }) => ({ value: id, label: name }))}
            required
          />
        )}
        <TextField
          lang={lang}
          name="ward"
          label={t(lang, 'flag.ward')}
          hint={t(lang, 'flag.nothing-else')}
          errors={errors}
          value={view.refused ? oneOf(typed, 'ward') : view.mine[0]?.ward}
          suggestions={view.wards}
          maxLength={40}
          width="medium"
          required
        />
        <TextField
          lang={lang}
          name="bed"
          label={t(lang, 'flag.bed')}
          errors={errors}
          value={oneOf(typed, 'bed')}
          maxLength={20}
          width="short"
          required
        />
        <Checkbox
          lang={lang}
          name="treating"
          label={t(lang, 'flag.treating')}
          hint={t(lang, 'flag.treating.hint')}
          checked={oneOf(typed, 'treating') !== ''}
        />
        <Actions>
          <Button wide>{t(lang, 'flag.send')}</Button>
        </Actions>
      </Form>
    </Panel>
  )
}

const sayState = (ctx: View, flag: MyFlag): string => {
  const { lang } = ctx
  const state = flagState(flag)
  if (state === 'taken') return t(lang, 'state.taken', { name: flag.takenByName ?? '' })
  if (state === 'open' || flag.closeReason === null) return t(lang, 'state.open')
  return t(lang, 'state.closed', { reason: t(lang, `reason.${flag.closeReason}`).toLowerCase() })
}

const Mine = ({ ctx, flags }: { ctx: View; flags: MyFlag[] }): VNode => {
  const { lang } = ctx
  return (
    <Panel title={t(lang, 'mine.title')}>
      <p class="muted">{t(lang, 'mine.note')}</p>
      <Table
        lang={lang}
        caption={t(lang, 'mine.title')}
        captionHidden
        dense
        rows={flags}
        rowKey={(flag) => flag.id}
        empty={t(lang, 'mine.empty')}
        columns={[
          {
            key: 'place',
            label: t(lang, 'flag.ward'),
            cell: (flag) => t(lang, 'open.place', { ward: flag.ward, bed: flag.bed }),
          },
          {
            key: 'when',
            label: t(lang, 'mine.when'),
            cell: (flag) => <TimeStamp lang={lang} at={flag.flaggedAt} now={ctx.now} />,
          },
          { key: 'state', label: t(lang, 'mine.state'), cell: (flag) => sayState(ctx, flag) },
        ]}
      />
    </Panel>
  )
}

const Open = ({ ctx, flags }: { ctx: View; flags: OpenFlag[] }): VNode => {
  const { lang } = ctx
  return (
    <Panel title={t(lang, 'open.title')} aside={flags.length > 0 ? flags.length : undefined}>
      {flags.length === 0 ? <p class="empty">{t(lang, 'open.empty')}</p> : null}
      <div class="cards">
        {flags.map((flag) => (
          <OpenCard key={flag.id} ctx={ctx} flag={flag} />
        ))}
      </div>
    </Panel>
  )
}

const OpenCard = ({ ctx, flag }: { ctx: View; flag: OpenFlag }): VNode => {
  const { lang } = ctx
  return (
    <Card id={`flag-${flag.id}`} edge="limited">
      <h3>{t(lang, 'open.place', { ward: flag.ward, bed: flag.bed })}</h3>
      <p>
        <TimeStamp lang={lang} at={flag.flaggedAt} now={ctx.now} /> · {t(lang, 'open.by')}{' '}
        {flag.flaggedByName}{' '}
        {flag.treating ? null : <Tag tone="info">{t(lang, 'open.review')}</Tag>}
      </p>
      <Actions>
        <Button href={ctx.href(`/flags/${flag.id}/take`)}>{t(lang, 'open.take')}</Button>
      </Actions>
      <details>
        <summary>{t(lang, 'open.close')}</summary>
        <Form action={ctx.href(`/flags/${flag.id}/close`)} hidden={{ key: flag.id }}>
          <Select
            lang={lang}
            name="reason"
            scope={flag.id}
            label={t(lang, 'close.reason')}
            options={closeReasons.map((reason) => ({
              value: reason,
              label: t(lang, `reason.${reason}`),
            }))}
            required
          />
          <Button kind="secondary">{t(lang, 'open.close')}</Button>
        </Form>
      </details>
    </Card>
  )
}
