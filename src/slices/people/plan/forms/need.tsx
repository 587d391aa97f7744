import type { VNode } from 'preact'
import { oneOf } from '#kit/http/forms.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { Radios, TextArea, TextField } from '#kit/ui/index.ts'
import { ColourOfNeed } from '../colour.tsx'
import { planForm } from '../form-shape.ts'
import { listAssessments } from '../queries.ts'
import { signAssessment } from '../record.ts'
import type { Assessment } from '../rows.ts'
import { assessmentNew, colours } from '../schema.ts'
import { t } from '../texts.ts'

/** A judgement with its signer and moment: never a colour alone. */
export const Judgement = ({ lang, need }: { lang: Lang; need: Assessment }): VNode => (
  <>
    <p>
      <ColourOfNeed lang={lang} need={need} />
    </p>
    <p class="prose">{need.reasons}</p>
    {need.riskNote ? (
      <p class="prose">
        <strong>{t(lang, 'need.risk')}:</strong> {need.riskNote}
      </p>
    ) : null}
    {need.despiteRisk ? (
      <p class="prose">
        <strong>{t(lang, 'need.despite')}:</strong> {need.despiteRisk}
      </p>
    ) : null}
  </>
)

/** Red, yellow or green, signed (DEV-03). The risk note stands in the field until somebody takes it away. */
export const needForm = planForm({
  path: 'need',
  part: 'need',
  summary: 'Sign a judgement of need: red, yellow or green, with reasons',
  schema: assessmentNew,
  versioned: false,
  submit: ({ lang }) => t(lang, 'form.sign'),
  title: ({ lang }) => t(lang, 'need.edit'),
  load: async ({ lang }, tx, person) => {
    const history = await listAssessments(tx, person)
    return {
      values: { riskNote: history[0]?.riskNote ?? '' },
      above: (
        <>
          <p class="lead">{t(lang, 'need.lead')}</p>
          {history.length > 0 ? (
            <details>
              <summary>{t(lang, 'need.history', { n: history.length })}</summary>
              {history.map((need) => (
                <Judgement key={need.id} lang={lang} need={need} />
              ))}
            </details>
          ) : null}
        </>
      ),
    }
  },
  made: ({ text, optional }) => ({
    colour: text('colour'),
    reasons: text('reasons'),
    riskNote: optional('riskNote'),
    despiteRisk: optional('despiteRisk'),
    reviewOn: optional('reviewOn'),
  }),
  store: (ctx, tx, whose, said) => signAssessment(tx, ctx.actor, whose, said),
  labels: ({ lang }) => ({
    colour: t(lang, 'field.colour'),
    reasons: t(lang, 'field.reasons'),
    riskNote: t(lang, 'field.riskNote'),
    despiteRisk: t(lang, 'field.despiteRisk'),
    reviewOn: t(lang, 'field.needReview'),
  }),
  fields: ({ lang }, typed, refused) => {
    const field = { lang, errors: refused?.errors }
    return (
      <>
        <Radios
          {...field}
          name="colour"
          label={t(lang, 'field.colour')}
          options={colours.map((value) => ({ value, label: t(lang, `colour.${value}`) }))}
          value={oneOf(typed, 'colour')}
          required
        />
        <TextArea
          {...field}
          name="reasons"
          label={t(lang, 'field.reasons')}
          value={oneOf(typed, 'reasons')}
          maxLength={2000}
          required
        />
        {(['riskNote', 'despiteRisk'] as const).map((name) => (
          <TextArea
            key={name}
            {...field}
            name={name}
            label={t(lang, `field.${name}`)}
            hint={t(lang, `field.${name}.hint`)}
            value={oneOf(typed, name)}
            rows={2}
            maxLength={1000}
          />
        ))}
        <TextField
          {...field}
          name="reviewOn"
          label={t(lang, 'field.needReview')}
          type="date"
          width="medium"
          value={oneOf(typed, 'reviewOn')}
        />
      </>
    )
  },
})
