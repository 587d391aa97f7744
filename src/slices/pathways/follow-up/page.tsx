import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { localDate, sayDate } from '#kit/time/index.ts'
import {
  Button,
  ErrorSummary,
  Form,
  Link,
  Radios,
  StatusTag,
  Table,
  TextField,
} from '#kit/ui/index.ts'
import { type Card, careTopic, sayCard } from '#slices/people/index.ts'
import { FOLLOW_UPS } from './commands.ts'
import { type FollowUpStage, stageOf } from './rules.ts'
import { answerable, type FollowUp } from './schema.ts'
import { followUpTexts as t } from './texts.ts'

type View = Ctx<unknown, unknown, unknown>

export interface FollowUpsView {
  organisations: string[]
  followUps: FollowUp[]
  cards: ReadonlyMap<string, Card>
  /** The one that was answered and refused. */
  asked: string | null
  refused: Refused | null
}

const tones: Record<FollowUpStage, 'open' | 'limited' | 'closed' | 'unknown'> = {
  ahead: 'open',
  due: 'limited',
  late: 'closed',
  lost: 'unknown',
  answered: 'open',
}

/** Whom to ask about: now, late, and in the week to come (DIS-11). */
export const followUpsPage = (ctx: View, view: FollowUpsView): VNode => {
  const { lang } = ctx
  const today = localDate(ctx.now.getTime())
  return staffShell(
    ctx,
    {
      title: t(lang, 'list.title'),
      current: '/follow-ups',
      topics: view.organisations.map((one) => careTopic(ctx.space, one, FOLLOW_UPS)),
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={view.refused?.errors ?? {}}
        general={view.refused?.general}
        scope={view.asked ?? undefined}
      />
      <p class="muted">{t(lang, 'list.lead')}</p>
      <Table
        lang={lang}
        caption={t(lang, 'list.title')}
        captionHidden
        rows={view.followUps}
        rowKey={(row) => row.id}
        empty={t(lang, 'list.empty')}
        columns={[
          {
            key: 'person',
            label: t(lang, 'list.person'),
            cell: (row) => (
              <Link href={ctx.href(`/pathways/${row.pathwayId}`)}>
                {sayCard(view.cards.get(row.personId), lang)}
              </Link>
            ),
          },
          { key: 'due', label: t(lang, 'list.due'), cell: (row) => sayDate(row.dueOn, lang) },
          {
            key: 'state',
            label: t(lang, 'list.state'),
            cell: (row) => {
              const stage = stageOf(row, today)
              return (
                <StatusTag lang={lang} value={tones[stage]} label={t(lang, `stage.${stage}`)} />
              )
            },
          },
          {
            key: 'answer',
            label: '',
            cell: (row) => <Answer ctx={ctx} view={view} row={row} />,
          },
        ]}
      />
    </div>,
  )
}

const Answer = ({ ctx, view, row }: { ctx: View; view: FollowUpsView; row: FollowUp }): VNode => {
  const { lang } = ctx
  const mine = view.asked === row.id
  const typed = mine ? typedIn(ctx) : {}
  const errors = mine ? view.refused?.errors : undefined
  return (
    <details open={mine}>
      <summary>{t(lang, 'list.answer')}</summary>
      <Form action={ctx.href(`/follow-ups/${row.id}`)} hidden={{ key: randomUUID() }}>
        <Radios
          lang={lang}
          scope={row.id}
          name="outcome"
          label={t(lang, 'answer.outcome')}
          errors={errors}
          value={oneOf(typed, 'outcome')}
          options={answerable.map((each) => ({ value: each, label: t(lang, `outcome.${each}`) }))}
          required
        />
        <TextField
          lang={lang}
          scope={row.id}
          name="note"
          label={t(lang, 'answer.note')}
          errors={errors}
          value={oneOf(typed, 'note')}
          maxLength={1000}
        />
        <Button>{t(lang, 'answer.do')}</Button>
      </Form>
    </details>
  )
}
