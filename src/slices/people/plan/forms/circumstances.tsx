import { invalid } from '#kit/errors/index.ts'
import { oneOf } from '#kit/http/forms.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { Radios, Select } from '#kit/ui/index.ts'
import { type Answer, answers } from '#slices/services/index.ts'
import { planForm } from '../form-shape.ts'
import { listCircumstances } from '../queries.ts'
import { addCircumstances } from '../record.ts'
import type { Circumstance } from '../rows.ts'
import { circumstancesNew, type PersonCriterion, personCriteria, saidBy } from '../schema.ts'
import { t } from '../texts.ts'

/** "Has a dog", "Can be alone at night": as it is said of a person. */
export const sayCriterion = (lang: Lang, criterion: PersonCriterion): string =>
  t(lang, `about.${criterion}`)

export const sayAnswer = (lang: Lang, answer: Answer): string => t(lang, `answer.${answer}`)

/** What is told, with who said it. */
export const sayCircumstance = (lang: Lang, { criterion, answer, saidBy }: Circumstance): string =>
  `${sayCriterion(lang, criterion)}: ${sayAnswer(lang, answer).toLowerCase()} (${t(lang, `said.by.${saidBy}`)})`

/** Answers to what decides where the person can go (PER-09): codes only, no words of one's own. */
export const circumstancesForm = planForm({
  path: 'circumstances',
  part: 'circumstances',
  summary: 'Say what decides where the person can go, yes, no or unknown, and who says so',
  schema: circumstancesNew,
  versioned: false,
  title: ({ lang }) => t(lang, 'circumstances.edit'),
  load: async ({ lang }, tx, person) => {
    const told = await listCircumstances(tx, person)
    const now = [...told.values()].map(
      (each) =>
        [
          `now.${each.criterion}`,
          t(lang, 'circumstances.now', {
            answer: sayAnswer(lang, each.answer).toLowerCase(),
            by: t(lang, `said.by.${each.saidBy}`),
          }),
        ] as const,
    )
    return {
      values: Object.fromEntries(now),
      above: <p class="lead">{t(lang, 'circumstances.lead')}</p>,
    }
  },
  made: ({ text }) => {
    const told = personCriteria.flatMap((criterion) => {
      const answer = text(`c.${criterion}`)
      return answer ? [{ criterion, answer, saidBy: text('saidBy') }] : []
    })
    if (told.length === 0) throw invalid('people.nothing-said')
    if (!saidBy.some((each) => each === text('saidBy'))) {
      const missing = { field: 'saidBy', code: 'people.said-by-missing' }
      throw invalid('people.plan-refused', {}, [missing])
    }
    return { answers: told }
  },
  store: (_ctx, tx, whose, said) => addCircumstances(tx, whose, said),
  labels: ({ lang }) => ({ saidBy: t(lang, 'said.label') }),
  fields: ({ lang }, typed, refused) => (
    <>
      <Radios
        lang={lang}
        errors={refused?.errors}
        name="saidBy"
        label={t(lang, 'said.label')}
        options={saidBy.map((value) => ({ value, label: t(lang, `said.${value}`) }))}
        value={oneOf(typed, 'saidBy')}
        row
        required
      />
      {personCriteria.map((criterion) => (
        <Select
          key={criterion}
          lang={lang}
          name={`c.${criterion}`}
          label={sayCriterion(lang, criterion)}
          hint={oneOf(typed, `now.${criterion}`) || undefined}
          value={oneOf(typed, `c.${criterion}`)}
          empty={t(lang, 'circumstances.unchanged')}
          options={answers.map((value) => ({ value, label: sayAnswer(lang, value) }))}
          width="medium"
          quiet
        />
      ))}
    </>
  ),
})
