import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf } from '#kit/http/forms.ts'
import { localDate, sayDate } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  Card,
  Form,
  Notice,
  Radios,
  StatusTag,
  TextArea,
  TextField,
} from '#kit/ui/index.ts'
import { t as words } from '../../texts.ts'
import { planForm, type View } from '../form-shape.ts'
import { openModes } from '../queries.ts'
import { addMode, reviewMode } from '../record.ts'
import type { ModeInForce } from '../rows.ts'
import { needsReview } from '../rules.ts'
import { modeEdit, modeNew, modes } from '../schema.ts'
import { t } from '../texts.ts'

/** One way of meeting in force, with the two things to do at its review: on to a later day, or the end. */
const InForce = ({
  ctx,
  person,
  mode,
}: {
  ctx: View
  person: string
  mode: ModeInForce
}): VNode => {
  const { lang } = ctx
  const due = needsReview(mode, localDate(ctx.now.getTime()))
  return (
    <Card edge={due ? 'limited' : undefined}>
      <p>
        <strong>{words(lang, `mode.${mode.mode}`)}</strong>{' '}
        {due ? <StatusTag lang={lang} value="limited" label={t(lang, 'modes.due')} /> : null}
      </p>
      <p class="prose">{mode.reason}</p>
      <p class="muted">
        {t(lang, 'modes.since', { date: sayDate(mode.startsOn, lang), name: mode.recordedByName })}.{' '}
        {t(lang, 'modes.review')} {sayDate(mode.reviewOn, lang)}
      </p>
      <Form
        action={ctx.href(`/people/${person}/plan/modes/${mode.id}`)}
        hidden={{ key: randomUUID(), seenReviewOn: mode.reviewOn }}
        label={words(lang, `mode.${mode.mode}`)}
      >
        <TextField
          lang={lang}
          scope={mode.id}
          name="reviewOn"
          label={t(lang, 'field.reviewOn')}
          type="date"
          width="medium"
          quiet
        />
        <Actions>
          <Button kind="secondary">{t(lang, 'modes.move')}</Button>
          <Button kind="quiet" name="end" value="yes">
            {t(lang, 'modes.end')}
          </Button>
        </Actions>
      </Form>
    </Card>
  )
}

const list = (ctx: View, person: string, found: readonly ModeInForce[]): VNode =>
  found.length === 0 ? (
    <p class="muted">{t(ctx.lang, 'modes.none')}</p>
  ) : (
    <div class="cards">
      {found.map((mode) => (
        <InForce key={mode.id} ctx={ctx} person={person} mode={mode} />
      ))}
    </div>
  )

const labels = ({ lang }: View) => ({
  mode: t(lang, 'field.mode'),
  reason: t(lang, 'field.reason'),
  startsOn: t(lang, 'field.startsOn'),
  reviewOn: t(lang, 'field.reviewOn'),
})

/** The ways of meeting in force, and a new one (ACT-06). */
export const modesForm = planForm({
  path: 'modes',
  part: 'modes',
  summary: 'Special ways of meeting, with the reason and a day on which they are looked at again',
  schema: modeNew,
  versioned: false,
  title: ({ lang }) => t(lang, 'modes.add'),
  load: async (ctx, tx, person) => ({
    values: {},
    above: list(ctx, person, await openModes(tx, person)),
  }),
  made: ({ text }) => ({
    mode: text('mode'),
    reason: text('reason'),
    startsOn: text('startsOn') || undefined,
    reviewOn: text('reviewOn'),
  }),
  store: (ctx, tx, whose, said) => addMode(tx, ctx.actor, whose, said, ctx.now),
  labels,
  fields: (ctx, typed, refused) => {
    const { lang } = ctx
    const field = { lang, errors: refused?.errors }
    return (
      <>
        <Radios
          {...field}
          name="mode"
          label={t(lang, 'field.mode')}
          options={modes.map((value) => ({ value, label: words(lang, `mode.${value}`) }))}
          value={oneOf(typed, 'mode')}
          required
        />
        <TextArea
          {...field}
          name="reason"
          label={t(lang, 'field.reason')}
          value={oneOf(typed, 'reason')}
          rows={2}
          maxLength={1000}
          required
        />
        <TextField
          {...field}
          name="startsOn"
          label={t(lang, 'field.startsOn')}
          hint={t(lang, 'field.startsOn.hint')}
          type="date"
          width="medium"
          value={oneOf(typed, 'startsOn')}
        />
        <TextField
          {...field}
          name="reviewOn"
          label={t(lang, 'field.reviewOn')}
          hint={t(lang, 'field.reviewOn.hint')}
          type="date"
          width="medium"
          value={oneOf(typed, 'reviewOn')}
          required
        />
      </>
    )
  },
})

/** Looking at one of them again. */
export const modeForm = planForm({
  path: 'modes/:item',
  part: 'modes',
  summary: 'Look at a special way of meeting again: on to a later day, or the end',
  schema: modeEdit,
  versioned: false,
  title: ({ lang }) => t(lang, 'modes.page'),
  load: async (ctx, tx, person, item) => {
    const mode = (await openModes(tx, person)).find(({ id }) => id === item)
    return {
      values: {},
      hidden: { seenReviewOn: mode?.reviewOn ?? '' },
      above: mode ? (
        <p class="prose">
          <strong>{words(ctx.lang, `mode.${mode.mode}`)}</strong>: {mode.reason}.{' '}
          {t(ctx.lang, 'modes.review')} {sayDate(mode.reviewOn, ctx.lang)}
        </p>
      ) : (
        <Notice lang={ctx.lang} title={t(ctx.lang, 'modes.none')} />
      ),
    }
  },
  made: ({ text }) => ({
    seenReviewOn: text('seenReviewOn'),
    reviewOn: text('reviewOn') || undefined,
    end: text('end') ? true : undefined,
  }),
  store: (ctx, tx, whose, said, item) => reviewMode(tx, ctx.actor, whose, item, said, ctx.now),
  labels,
  fields: ({ lang }, typed, refused) => (
    <>
      <TextField
        lang={lang}
        errors={refused?.errors}
        name="reviewOn"
        label={t(lang, 'field.reviewOn')}
        type="date"
        width="medium"
        value={oneOf(typed, 'reviewOn')}
      />
      <Button kind="quiet" name="end" value="yes">
        {t(lang, 'modes.end')}
      </Button>
    </>
  ),
})
