import { Radios, TextArea, TextField } from '#kit/ui/index.ts'
import { editPlan } from '../commands.ts'
import { planForm, type View } from '../form-shape.ts'
import { findWish } from '../queries.ts'
import { planEdit, wordsBy } from '../schema.ts'
import { t } from '../texts.ts'

/** Whose words it is, as a choice that nobody makes by default (RES-04). */
export const byOptions = ({ lang }: View) =>
  wordsBy.map((value) => ({ value, label: t(lang, `by.${value}.option`) }))

export const sayBy = ({ lang }: View, value: string): string =>
  value === 'person' ? t(lang, 'by.person') : t(lang, 'by.staff-view')

const shown = (stored: Record<string, unknown>) => ({
  wish: String(stored.wish ?? ''),
  wishBy: String(stored.wishBy ?? ''),
  coordinator: String(stored.coordinator ?? ''),
})

/** What the person wants, and who coordinates. */
export const wishForm = planForm({
  path: 'wish',
  part: 'wish',
  summary: 'Write what the person wants',
  schema: planEdit,
  versioned: true,
  title: ({ lang }) => t(lang, 'wish.edit'),
  load: async (_ctx, tx, person) => {
    const wish = await findWish(tx, person)
    return wish ? { values: shown({ ...wish }), version: wish.version } : { values: {}, version: 0 }
  },
  made: ({ optional, text, number }) => ({
    version: number('version'),
    wish: optional('wish'),
    wishBy: text('wishBy') || undefined,
    coordinator: optional('coordinator'),
  }),
  store: (_ctx, tx, whose, said) => editPlan(tx, whose, said),
  shown,
  say: (ctx, field, value) => (field === 'wishBy' ? sayBy(ctx, value) : value),
  labels: ({ lang }) => ({
    wish: t(lang, 'field.wish'),
    wishBy: t(lang, 'by.label'),
    coordinator: t(lang, 'field.coordinator'),
  }),
  fields: (ctx, typed, refused) => {
    const { lang } = ctx
    const field = { lang, errors: refused?.errors }
    return (
      <>
        <TextArea
          {...field}
          name="wish"
          label={t(lang, 'field.wish')}
          hint={t(lang, 'field.wish.hint')}
          value={String(typed.wish ?? '')}
          maxLength={2000}
          quiet
        />
        <Radios
          {...field}
          name="wishBy"
          label={t(lang, 'by.label')}
          options={byOptions(ctx)}
          value={String(typed.wishBy ?? '')}
          quiet
        />
        <TextField
          {...field}
          name="coordinator"
          label={t(lang, 'field.coordinator')}
          value={String(typed.coordinator ?? '')}
          maxLength={160}
        />
      </>
    )
  },
})
