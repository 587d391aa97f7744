import type { VNode } from 'preact'
import { oneOf, type Typed } from '#kit/http/forms.ts'
import type { Lang } from '#kit/i18n/index.ts'
import {
  Actions,
  Button,
  type FieldErrors,
  Form,
  Notice,
  Panel,
  Radios,
  Table,
  TextArea,
  TextField,
} from '#kit/ui/index.ts'
import type { StalePlan } from './commands.ts'
import { differences, streetWarning, unsolved } from './rules.ts'
import { answers, type Discharge, type PlanField, type PlanInput } from './schema.ts'
import { dischargeTexts as t } from './texts.ts'

const ternary = [
  'housing',
  'treatment',
  'treatmentNextDay',
  'prescriptionTakenOver',
  'contactPerson',
  'medicine',
  'transport',
  'homeNursing',
] as const

/** The form as the command's input. A field that did not come with it is left out. */
export const typedPlan = (typed: Typed): Record<string, unknown> => {
  const text = (name: PlanField) =>
    typed[name] === undefined ? undefined : oneOf(typed, name) || null
  const answered = Object.fromEntries(
    ternary.map((name) => {
      const said = text(name)
      return [name, said === null ? 'unknown' : said]
    }),
  )
  return {
    ...answered,
    version: Number(oneOf(typed, 'version')),
    plannedOn: text('plannedOn'),
    housingNote: text('housingNote'),
    treatmentNote: text('treatmentNote'),
    contactPersonNote: text('contactPersonNote'),
    medicineNote: text('medicineNote'),
    transportNote: text('transportNote'),
    homeNursingNote: text('homeNursingNote'),
    wardNote: text('wardNote'),
  }
}

interface FormProps {
  lang: Lang
  action: string
  formKey: string
  /** As stored. */
  plan: Discharge
  /** What was typed and refused; null: as stored. */
  typed: Typed | null
  errors: FieldErrors | undefined
}

/** The plan, answer by answer: each with what is known of it and the way around what is missing. */
export const PlanForm = (props: FormProps): VNode => {
  const { lang, plan, typed, errors } = props
  const value = (field: PlanField): string =>
    typed?.[field] === undefined ? String(plan[field] ?? '') : oneOf(typed, field)
  const answer = (field: (typeof ternary)[number]) => (
    <Radios
      lang={lang}
      name={field}
      label={t(lang, `field.${field}`)}
      errors={errors}
      value={value(field) || 'unknown'}
      options={[...answers, ...(field === 'homeNursing' ? (['not-needed'] as const) : [])].map(
        (each) => ({ value: each, label: t(lang, `answer.${each}`) }),
      )}
      row
      quiet
    />
  )
  const note = (field: PlanField & `${string}Note`) => (
    <TextField
      lang={lang}
      name={field}
      label={t(lang, `field.${field}`)}
      errors={errors}
      value={value(field)}
      maxLength={1000}
    />
  )
  return (
    <Form
      action={props.action}
      hidden={{ key: props.formKey, version: plan.version }}
      label={t(lang, 'plan.title')}
    >
      <TextField
        lang={lang}
        name="plannedOn"
        type="date"
        label={t(lang, 'field.plannedOn')}
        errors={errors}
        value={value('plannedOn')}
        width="short"
      />
      {answer('housing')}
      {note('housingNote')}
      {answer('treatment')}
      {answer('treatmentNextDay')}
      {answer('prescriptionTakenOver')}
      {note('treatmentNote')}
      {answer('contactPerson')}
      {note('contactPersonNote')}
      {answer('medicine')}
      {note('medicineNote')}
      {answer('transport')}
      {note('transportNote')}
      {answer('homeNursing')}
      {note('homeNursingNote')}
      <TextArea
        lang={lang}
        name="wardNote"
        label={t(lang, 'field.wardNote')}
        hint={t(lang, 'field.wardNote.hint')}
        errors={errors}
        value={value('wardNote')}
        maxLength={2000}
        rows={3}
      />
      <Actions>
        <Button>{t(lang, 'plan.save')}</Button>
      </Actions>
    </Form>
  )
}

/** What the plan points to while it stands like this: the street, and barriers without a way around them. */
export const Warnings = ({ lang, plan }: { lang: Lang; plan: Discharge }): VNode | null => {
  const missing = unsolved(plan)
  const street = streetWarning(plan)
  if (!street && missing.length === 0) return null
  return (
    <Notice lang={lang} kind="warning" {...(street ? { title: t(lang, 'warn.street') } : {})}>
      {street ? <p>{t(lang, 'warn.street.text')}</p> : null}
      {missing.length > 0 ? (
        <p>
          {t(lang, 'warn.unsolved', {
            what: missing.map((barrier) => t(lang, `barrier.${barrier}`)).join(', '),
          })}
        </p>
      ) : null}
    </Notice>
  )
}

const sayValue = (lang: Lang, value: string | null): string => {
  if (value === null) return '–'
  const known = ([...answers, 'not-needed'] as const).find((each) => each === value)
  return known ? t(lang, `answer.${known}`) : value
}

/** A refused edit beside what was saved meanwhile: nothing is lost and nothing overwritten. */
export const Stale = (props: { lang: Lang; yours: PlanInput; error: StalePlan }): VNode => {
  const { lang } = props
  return (
    <Panel title={t(lang, 'stale.title')} id="stale">
      <p>{t(lang, 'stale.text')}</p>
      <Table
        lang={lang}
        caption={t(lang, 'stale.title')}
        captionHidden
        rows={differences(props.yours, props.error.current)}
        rowKey={(row) => row.field}
        empty={t(lang, 'stale.nothing')}
        columns={[
          {
            key: 'field',
            label: t(lang, 'stale.field'),
            cell: (row) => t(lang, `field.${row.field}`),
          },
          {
            key: 'yours',
            label: t(lang, 'stale.yours'),
            cell: (row) => sayValue(lang, row.yours),
          },
          {
            key: 'theirs',
            label: t(lang, 'stale.theirs'),
            cell: (row) => sayValue(lang, row.theirs),
          },
        ]}
      />
    </Panel>
  )
}
