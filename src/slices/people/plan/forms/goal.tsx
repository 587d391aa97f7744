import type { VNode } from 'preact'
import { oneOf, type Refused, type Typed } from '#kit/http/forms.ts'
import { Radios, TextArea, TextField } from '#kit/ui/index.ts'
import { addGoal, editGoal } from '../commands.ts'
import { planForm, type View } from '../form-shape.ts'
import { findGoal } from '../queries.ts'
import { goalEdit, goalNew, goalStatuses } from '../schema.ts'
import { t } from '../texts.ts'
import { byOptions, sayBy } from './wish.tsx'

const labels = ({ lang }: View) => ({
  words: t(lang, 'field.goal'),
  wordsBy: t(lang, 'by.label'),
  priority: t(lang, 'field.priority'),
})

const fields = (ctx: View, typed: Typed, refused: Refused | null): VNode => {
  const field = { lang: ctx.lang, errors: refused?.errors }
  const label = labels(ctx)
  return (
    <>
      <TextArea
        {...field}
        name="words"
        label={label.words}
        hint={t(ctx.lang, 'field.wish.hint')}
        value={oneOf(typed, 'words')}
        rows={2}
        maxLength={1000}
        required
      />
      <Radios
        {...field}
        name="wordsBy"
        label={label.wordsBy}
        options={byOptions(ctx)}
        value={oneOf(typed, 'wordsBy')}
        quiet
      />
      <TextField
        {...field}
        name="priority"
        label={label.priority}
        type="number"
        inputMode="numeric"
        width="short"
        value={oneOf(typed, 'priority')}
      />
    </>
  )
}

export const newGoalForm = planForm({
  path: 'goals/new',
  part: 'goal',
  summary: 'Add a goal in the person’s words',
  schema: goalNew,
  versioned: false,
  title: ({ lang }) => t(lang, 'goals.add'),
  load: async () => ({ values: {} }),
  made: ({ text, number }) => ({
    words: text('words'),
    wordsBy: text('wordsBy') || undefined,
    priority: number('priority'),
  }),
  store: (_ctx, tx, whose, said) => addGoal(tx, whose, said),
  labels,
  fields,
})

const shown = (stored: Record<string, unknown>) => ({
  words: String(stored.words),
  wordsBy: String(stored.wordsBy),
  priority: String(stored.priority),
  status: String(stored.status),
})

const sayStatus = ({ lang }: View, value: string): string => {
  const status = goalStatuses.find((each) => each === value)
  return status ? t(lang, `goal.${status}`) : value
}

export const goalForm = planForm({
  path: 'goals/:item',
  part: 'goal',
  summary: 'Edit a goal, its place in the order, or say it reached or dropped',
  schema: goalEdit,
  versioned: true,
  title: ({ lang }) => t(lang, 'goals.edit'),
  load: async (_ctx, tx, person, item) => {
    const goal = await findGoal(tx, person, item)
    return goal && { values: shown({ ...goal }), version: goal.version }
  },
  made: ({ text, number }) => ({
    version: number('version'),
    words: text('words'),
    wordsBy: text('wordsBy') || undefined,
    priority: number('priority'),
    status: text('status') || undefined,
  }),
  store: (_ctx, tx, whose, said, item) => editGoal(tx, whose, item, said),
  shown,
  say: (ctx, field, value) =>
    field === 'wordsBy' ? sayBy(ctx, value) : field === 'status' ? sayStatus(ctx, value) : value,
  labels: (ctx) => ({ ...labels(ctx), status: t(ctx.lang, 'field.status') }),
  fields: (ctx, typed, refused) => (
    <>
      {fields(ctx, typed, refused)}
      <Radios
        lang={ctx.lang}
        errors={refused?.errors}
        name="status"
        label={t(ctx.lang, 'field.status')}
        options={goalStatuses.map((value) => ({ value, label: t(ctx.lang, `goal.${value}`) }))}
        value={oneOf(typed, 'status')}
        row
        quiet
      />
    </>
  ),
})
