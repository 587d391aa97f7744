/** Fields with one line of text, many lines, a list to choose from, or a moment. */
import type { ComponentChildren, InputHTMLAttributes, VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { type FieldErrors, type FieldValue, fieldId } from './form.tsx'
import { t } from './texts.ts'
import { localInput, type Moment } from './time-text.ts'

export interface FieldProps {
  lang: Lang
  name: string
  label: string
  hint?: ComponentChildren
  /** All errors of the form; the field finds its own. */
  errors?: FieldErrors | undefined
  required?: boolean
  /** Leaves out «(valgfrit)», as in filters where everything is optional. */
  quiet?: boolean
  /** Fills the width that the content needs. */
  width?: 'short' | 'medium'
  disabled?: boolean
  /** Tells two forms of one page apart where both have a field of this name. */
  scope?: string | undefined
}

/** Ids and states that every input of a field carries. */
export const fieldAttributes = (props: FieldProps) => {
  const id = fieldId(props.name, props.scope)
  const error = props.errors?.[props.name]
  const described = [props.hint ? `${id}-hint` : '', error ? `${id}-error` : '']
    .filter(Boolean)
    .join(' ')
  return {
    id,
    name: props.name,
    disabled: props.disabled,
    required: props.required,
    'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': described || undefined,
  }
}

export const inputClass = (width: FieldProps['width']): string =>
  width ? `input input--${width}` : 'input'

/** Label, hint and error around an input; the error stands between the words and the field. */
export const Field = (props: FieldProps & { children?: ComponentChildren }): VNode => (
  <div class={props.errors?.[props.name] ? 'field field--error' : 'field'}>
    <label for={fieldId(props.name, props.scope)}>
      {props.label}
      <Optional {...props} />
    </label>
    <FieldNotes {...props} />
    {props.children}
  </div>
)

export const Optional = ({ lang, required, quiet }: FieldProps): VNode | null =>
  required || quiet ? null : <span class="field__optional"> {t(lang, 'optional')}</span>

export const FieldNotes = (props: FieldProps): VNode => {
  const id = fieldId(props.name, props.scope)
  const error = props.errors?.[props.name]
  return (
    <>
      {props.hint ? (
        <div class="field__hint" id={`${id}-hint`}>
          {props.hint}
        </div>
      ) : null}
      {error ? (
        <p class="field__error" id={`${id}-error`}>
          <span class="sr-only">{t(props.lang, 'error.prefix')} </span>
          {error}
        </p>
      ) : null}
    </>
  )
}

type TextFieldProps = FieldProps & {
  value?: FieldValue
  type?: 'text' | 'email' | 'tel' | 'url' | 'search' | 'password' | 'date' | 'time' | 'number'
  autocomplete?: string
  inputMode?: 'numeric' | 'decimal' | 'text'
  maxLength?: number
  /** Ids of ready answers to choose from or write over. */
  suggestions?: readonly string[]
  spellcheck?: boolean
}

export const TextField = (props: TextFieldProps): VNode => {
  const list = props.suggestions?.length ? `${fieldId(props.name, props.scope)}-list` : undefined
  const attributes = {
    ...fieldAttributes(props),
    class: inputClass(props.width),
    type: props.type ?? 'text',
    value: props.value ?? '',
    autocomplete: props.autocomplete ?? 'off',
    inputmode: props.inputMode,
    maxlength: props.maxLength,
    spellcheck: props.spellcheck,
    list,
  } as InputHTMLAttributes<HTMLInputElement>
  return (
    <Field {...props}>
      <input {...attributes} />
      {list ? (
        <datalist id={list}>
          {props.suggestions?.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      ) : null}
    </Field>
  )
}

export const TextArea = (
  props: FieldProps & { value?: FieldValue; rows?: number; maxLength?: number },
): VNode => (
  <Field {...props}>
    <textarea
      {...fieldAttributes(props)}
      class={inputClass(props.width)}
      rows={props.rows ?? 4}
      maxlength={props.maxLength}
    >
      {String(props.value ?? '')}
    </textarea>
  </Field>
)

export interface Option {
  value: string
  label: string
  hint?: ComponentChildren
  disabled?: boolean
}

export const Select = (
  props: FieldProps & {
    value?: FieldValue
    options: readonly Option[]
    /** The first, empty choice; `false` where something is always chosen. */
    empty?: string | false
  },
): VNode => (
  <Field {...props}>
    <select {...fieldAttributes(props)} class={inputClass(props.width)}>
      {props.empty === false ? null : (
        <option value="">{props.empty ?? t(props.lang, 'choose')}</option>
      )}
      {props.options.map((option) => (
        <option
          key={option.value}
          value={option.value}
          selected={option.value === String(props.value ?? '')}
          disabled={option.disabled}
        >
          {option.label}
        </option>
      ))}
    </select>
  </Field>
)

/**
 * A moment by the Danish clock. `value` is a moment, or the text that was refused and is shown
 * again as it was typed.
 */
export const DateTimeField = (props: FieldProps & { value?: Moment | null }): VNode => (
  <Field {...props} hint={props.hint ?? t(props.lang, 'zone.hint')}>
    <input
      {...fieldAttributes({ ...props, hint: props.hint ?? true })}
      class={inputClass(props.width ?? 'medium')}
      type="datetime-local"
      value={dateTimeValue(props.value)}
    />
  </Field>
)

const dateTimeValue = (value: Moment | null | undefined): string => {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return localInput(value)
  // Without a zone it is what the user typed; with one it is a moment of ours.
  return /(Z|[+-]\d\d:\d\d)$/.test(value) ? localInput(value) : value
}
