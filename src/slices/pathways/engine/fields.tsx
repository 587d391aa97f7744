import type { VNode } from 'preact'
import { oneOf, type Typed } from '#kit/http/forms.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { type FieldErrors, Notice, Radios, Select, TextArea, TextField } from '#kit/ui/index.ts'
import { type DefinitionKey, sayKind } from '../definitions/index.ts'
import type { FieldDefinition } from '../definitions/types.ts'
import { answers, type Said } from '../schema.ts'
import { t } from '../texts.ts'

/** The form of a step, drawn from what the definition asks for. */

const nameOf = (field: FieldDefinition): string => `said.${field.key}`

/** What a form said, field by field; what was left empty is left out. */
export const saidIn = (fields: readonly FieldDefinition[], typed: Typed): Said =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const value = oneOf(typed, nameOf(field))
      return value === '' ? [] : [[field.key, value]]
    }),
  )

/** The name of each field as an error summary says it. */
export const labelsOf = (
  definition: DefinitionKey,
  lang: Lang,
  fields: readonly FieldDefinition[],
): Record<string, string> =>
  Object.fromEntries(
    fields.map((field) => [nameOf(field), sayKind(definition, lang, `field.${field.key}`)]),
  )

interface FieldsProps {
  lang: Lang
  definition: DefinitionKey
  fields: readonly FieldDefinition[]
  typed: Typed
  errors: FieldErrors | undefined
  colleagues: readonly { id: string; name: string }[]
}

export const DefinedFields = (props: FieldsProps): VNode => (
  <>
    {props.fields.map((field) => (
      <DefinedField key={field.key} {...props} field={field} />
    ))}
  </>
)

const DefinedField = (props: FieldsProps & { field: FieldDefinition }): VNode => {
  const { lang, definition, field, typed, errors } = props
  const common = {
    lang,
    errors,
    name: nameOf(field),
    label: sayKind(definition, lang, `field.${field.key}`),
    required: field.required,
    value: oneOf(typed, nameOf(field)),
  }
  switch (field.type) {
    case 'text':
      return <TextField {...common} maxLength={200} />
    case 'long':
      return <TextArea {...common} maxLength={2000} />
    case 'date':
      return <TextField {...common} type="date" width="medium" />
    case 'number':
      return <TextField {...common} inputMode="decimal" width="short" />
    case 'question':
      return (
        <Radios
          {...common}
          row
          options={answers.map((value) => ({ value, label: t(lang, `answer.${value}`) }))}
        />
      )
    case 'choice':
      return (
        <Radios
          {...common}
          options={field.options.map((value) => ({
            value,
            label: sayKind(definition, lang, `choice.${field.key}.${value}`),
          }))}
        />
      )
    case 'colleague':
      return <ColleagueField {...common} colleagues={props.colleagues} />
  }
}

/** Somebody of the house; where nobody can be chosen it says what to do about it. */
export const ColleagueField = (props: {
  lang: Lang
  name: string
  label: string
  required: boolean
  value: string
  errors: FieldErrors | undefined
  colleagues: readonly { id: string; name: string }[]
}): VNode => (
  <>
    {props.colleagues.length === 0 ? (
      <Notice lang={props.lang} kind="warning">
        <p>{t(props.lang, 'move.colleagues.none')}</p>
      </Notice>
    ) : null}
    <Select
      lang={props.lang}
      name={props.name}
      label={props.label}
      required={props.required}
      errors={props.errors}
      value={props.value}
      options={props.colleagues.map(({ id, name }) => ({ value: id, label: name }))}
    />
  </>
)
