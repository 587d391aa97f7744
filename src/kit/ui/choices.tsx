/** Choosing one, choosing several, and counting up and down. */
import type { VNode } from 'preact'
import { FieldNotes, type FieldProps, fieldAttributes, type Option, Optional } from './fields.tsx'
import { type FieldValue, fieldId } from './form.tsx'
import { t } from './texts.ts'

type GroupProps = FieldProps & {
  options: readonly Option[]
  /** Side by side instead of under each other. */
  row?: boolean
}

const Group = (
  props: GroupProps & { type: 'radio' | 'checkbox'; chosen: (value: string) => boolean },
): VNode => {
  const { id, disabled, 'aria-describedby': describedBy } = fieldAttributes(props)
  return (
    <fieldset
      class={props.errors?.[props.name] ? 'field field--error' : 'field'}
      aria-describedby={describedBy}
    >
      <legend>
        {props.label}
        {props.type === 'radio' ? <Optional {...props} /> : null}
      </legend>
      <FieldNotes {...props} />
      <div class={props.row ? 'choices choices--row' : 'choices'}>
        {props.options.map((option, index) => (
          <label class="choice" key={option.value}>
            <input
              // The first carries the group's id, so that the error summary leads somewhere.
              id={index === 0 ? id : `${id}-${index}`}
              type={props.type}
              name={props.name}
              value={option.value}
              checked={props.chosen(option.value)}
              disabled={disabled || option.disabled}
            />
            <span>
              {option.label}
              {option.hint ? <span class="choice__hint">{option.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** One of few. */
export const Radios = (props: GroupProps & { value?: FieldValue }): VNode => (
  <Group {...props} type="radio" chosen={(value) => value === String(props.value ?? '')} />
)

/** Any number of them; each is sent under the same name. */
export const Checkboxes = (props: GroupProps & { values?: readonly string[] }): VNode => (
  <Group {...props} type="checkbox" chosen={(value) => props.values?.includes(value) ?? false} />
)

/** One yes-or-no. Unticked sends nothing. */
export const Checkbox = (
  props: FieldProps & { value?: string; checked?: boolean | undefined },
): VNode => (
  <div class={props.errors?.[props.name] ? 'field field--error' : 'field'}>
    <FieldNotes {...props} />
    <label class="choice">
      <input
        {...fieldAttributes(props)}
        type="checkbox"
        value={props.value ?? 'yes'}
        checked={props.checked}
      />
      <span>{props.label}</span>
    </label>
  </div>
)

/**
 * A number between a − and a + . They are submit buttons: without script a tap sends the form with
 * `stepName` = `less` or `more` and the number as it stands; the server counts, and never below 0.
 */
export const NumberStepper = (
  props: FieldProps & {
    value?: FieldValue
    min?: number
    max?: number
    /** Name sent by the buttons; `<name>.step` unless told. */
    stepName?: string
  },
): VNode => {
  const stepName = props.stepName ?? `${props.name}.step`
  return (
    <div class={props.errors?.[props.name] ? 'field field--error' : 'field'}>
      <label for={fieldId(props.name, props.scope)}>
        {props.label}
        <Optional {...props} />
      </label>
      <FieldNotes {...props} />
      <div class="stepper">
        <button
          class="button button--secondary"
          type="submit"
          name={stepName}
          value="less"
          disabled={props.disabled}
          aria-label={t(props.lang, 'less', { label: props.label })}
        >
          −
        </button>
        <input
          {...fieldAttributes(props)}
          class="input"
          type="number"
          inputmode="numeric"
          step="1"
          min={props.min ?? 0}
          max={props.max}
          value={props.value ?? ''}
          autocomplete="off"
        />
        <button
          class="button button--secondary"
          type="submit"
          name={stepName}
          value="more"
          disabled={props.disabled}
          aria-label={t(props.lang, 'more', { label: props.label })}
        >
          +
        </button>
      </div>
    </div>
  )
}
