import type { VNode } from 'preact'
import type { Tx } from '#kit/db/index.ts'
import { oneOf, type Refused, type Typed } from '#kit/http/forms.ts'
import { sayDate } from '#kit/time/index.ts'
import { Radios, Select, TextArea, TextField } from '#kit/ui/index.ts'
import { addProgress, addStep, editStep } from '../commands.ts'
import { type Kept, planForm, type View } from '../form-shape.ts'
import { findPlan, findStep } from '../queries.ts'
import { progressNew, stepEdit, stepNew, stepStatuses } from '../schema.ts'
import { t } from '../texts.ts'

const labels = ({ lang }: View) => ({
  words: t(lang, 'field.step'),
  owner: t(lang, 'field.owner'),
  dueOn: t(lang, 'field.dueOn'),
})

/** The person's open goals, to say which of them it is about. */
const goalsOf = async (tx: Tx, person: string): Promise<Kept> => {
  const { goals } = await findPlan(tx, person)
  return {
    values: {},
    options: goals
      .filter(({ status }) => status === 'open')
      .map(({ id, words }) => ({ value: id, label: words.slice(0, 80) })),
  }
}

const AboutGoal = (props: { ctx: View; typed: Typed; refused: Refused | null; kept: Kept }) =>
  props.kept.options?.length ? (
    <Select
      lang={props.ctx.lang}
      errors={props.refused?.errors}
      name="goal"
      label={t(props.ctx.lang, 'field.about-goal')}
      empty={t(props.ctx.lang, 'field.no-goal')}
      options={props.kept.options}
      value={oneOf(props.typed, 'goal')}
      quiet
    />
  ) : null

const fields = (ctx: View, typed: Typed, refused: Refused | null): VNode => {
  const { lang } = ctx
  const field = { lang, errors: refused?.errors, required: true }
  const label = labels(ctx)
  return (
    <>
      <TextArea
        {...field}
        name="words"
        label={label.words}
        value={oneOf(typed, 'words')}
        rows={2}
        maxLength={1000}
      />
      <TextField
        {...field}
        name="owner"
        label={label.owner}
        hint={t(lang, 'field.owner.hint')}
        value={oneOf(typed, 'owner')}
        maxLength={160}
      />
      <TextField
        {...field}
        name="dueOn"
        label={label.dueOn}
        type="date"
        width="medium"
        value={oneOf(typed, 'dueOn')}
      />
    </>
  )
}

export const newStepForm = planForm({
  path: 'steps/new',
  part: 'step',
  summary: 'Add a step that was agreed, with who does it and by when',
  schema: stepNew,
  versioned: false,
  title: ({ lang }) => t(lang, 'steps.add'),
  load: (_ctx, tx, person) => goalsOf(tx, person),
  made: ({ text, optional }) => ({
    words: text('words'),
    owner: text('owner'),
    dueOn: text('dueOn'),
    goal: optional('goal'),
  }),
  store: (_ctx, tx, whose, said) => addStep(tx, whose, said),
  labels,
  fields: (ctx, typed, refused, kept) => (
    <>
      {fields(ctx, typed, refused)}
      <AboutGoal ctx={ctx} typed={typed} refused={refused} kept={kept} />
    </>
  ),
})

const shown = (stored: Record<string, unknown>) => ({
  words: String(stored.words),
  owner: String(stored.owner),
  dueOn: String(stored.dueOn),
  status: String(stored.status),
})

const say = ({ lang }: View, field: string, value: string): string => {
  if (field === 'dueOn') return /^\d{4}-\d\d-\d\d$/.test(value) ? sayDate(value, lang) : value
  const status = field === 'status' ? stepStatuses.find((each) => each === value) : undefined
  return status ? t(lang, `step.${status}`) : value
}

export const stepForm = planForm({
  path: 'steps/:item',
  part: 'step',
  summary: 'Edit a step, or say it done or dropped',
  schema: stepEdit,
  versioned: true,
  title: ({ lang }) => t(lang, 'steps.edit'),
  load: async (_ctx, tx, person, item) => {
    const step = await findStep(tx, person, item)
    return step && { values: shown({ ...step }), version: step.version }
  },
  made: ({ text, number }) => ({
    version: number('version'),
    words: text('words'),
    owner: text('owner'),
    dueOn: text('dueOn'),
    status: text('status') || undefined,
  }),
  store: (ctx, tx, whose, said, item) => editStep(tx, whose, item, said, ctx.now),
  shown,
  say,
  labels: (ctx) => ({ ...labels(ctx), status: t(ctx.lang, 'field.status') }),
  fields: (ctx, typed, refused) => (
    <>
      {fields(ctx, typed, refused)}
      <Radios
        lang={ctx.lang}
        errors={refused?.errors}
        name="status"
        label={t(ctx.lang, 'field.status')}
        options={stepStatuses.map((value) => ({ value, label: t(ctx.lang, `step.${value}`) }))}
        value={oneOf(typed, 'status')}
        row
        quiet
      />
    </>
  ),
})

/** Small progress in words (ACT-05). */
export const progressForm = planForm({
  path: 'progress',
  part: 'progress',
  summary: 'Write a small progress, in words',
  schema: progressNew,
  versioned: false,
  title: ({ lang }) => t(lang, 'progress.add'),
  load: (_ctx, tx, person) => goalsOf(tx, person),
  made: ({ text, optional }) => ({ words: text('words'), goal: optional('goal') }),
  store: (ctx, tx, whose, said) => addProgress(tx, ctx.actor, whose, said),
  labels: ({ lang }) => ({ words: t(lang, 'field.progress') }),
  fields: (ctx, typed, refused, kept) => (
    <>
      <TextArea
        lang={ctx.lang}
        errors={refused?.errors}
        name="words"
        label={t(ctx.lang, 'field.progress')}
        hint={t(ctx.lang, 'field.progress.hint')}
        value={oneOf(typed, 'words')}
        maxLength={2000}
        required
      />
      <AboutGoal ctx={ctx} typed={typed} refused={refused} kept={kept} />
    </>
  ),
})
