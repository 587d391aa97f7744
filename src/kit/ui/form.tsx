/** A form that works without script: errors on top and beside, nothing typed is lost. */
import type { ComponentChildren, VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { safeUrl } from './safe-url.ts'
import { t } from './texts.ts'

/** Field name to message in the user's language. */
export type FieldErrors = Record<string, string>

export type FieldValue = string | number | null | undefined

/**
 * The id of a field's element; the error summary links to it.
 * @param scope tells two forms of one page apart where both have a field of this name
 */
export const fieldId = (name: string, scope?: string): string =>
  `f-${scope ? `${scope}-` : ''}${name.replace(/[^\w-]+/g, '-')}`

interface FormProps {
  action: string
  /** `get` for searches and filters, so that they have an address. */
  method?: 'get' | 'post'
  /** Hidden fields: an idempotency key, a token against forged requests. */
  hidden?: Record<string, FieldValue>
  id?: string
  class?: string
  label?: string
  /** True where a file is sent. */
  upload?: boolean
  children?: ComponentChildren
}

export const Form = (props: FormProps): VNode => (
  <form
    class={props.class ?? 'form'}
    method={props.method ?? 'post'}
    action={safeUrl(props.action)}
    id={props.id}
    aria-label={props.label}
    enctype={props.upload ? 'multipart/form-data' : undefined}
    // The server words the errors: one language, one place, for every browser.
    novalidate
  >
    <HiddenFields values={props.hidden ?? {}} />
    {props.children}
  </form>
)

export const HiddenFields = ({ values }: { values: Record<string, FieldValue> }): VNode => (
  <>
    {Object.entries(values).map(([name, value]) =>
      value === null || value === undefined ? null : (
        <input key={name} type="hidden" name={name} value={value} />
      ),
    )}
  </>
)

const named = (label: string | undefined, message: string): string =>
  label === undefined ? message : `${label}${label.endsWith('?') ? '' : ':'} ${message}`

/** Stands first on the page when something was refused; each line leads to its field. */
export const ErrorSummary = (props: {
  lang: Lang
  errors: FieldErrors
  /** An error that belongs to no field. */
  general?: string | undefined
  title?: string
  /** The scope of the refused form's fields. */
  scope?: string | undefined
  /** What the fields are called, so that each line makes sense alone. */
  labels?: Record<string, string> | undefined
}): VNode | null => {
  const entries = Object.entries(props.errors)
  if (entries.length === 0 && !props.general) return null
  return (
    <div class="error-summary" role="alert" tabIndex={-1} id="errors" autofocus>
      <h2>{props.title ?? t(props.lang, 'error.title')}</h2>
      {props.general ? <p>{props.general}</p> : null}
      {entries.length > 0 ? (
        <ul>
          {entries.map(([name, message]) => (
            <li key={name}>
              <a href={`#${fieldId(name, props.scope)}`}>{named(props.labels?.[name], message)}</a>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

interface ButtonProps {
  kind?: 'primary' | 'secondary' | 'danger' | 'quiet'
  /** Makes it a link that looks like a button. */
  href?: string | undefined
  name?: string
  value?: FieldValue
  type?: 'submit' | 'button'
  wide?: boolean
  disabled?: boolean
  /** Sends the form to another address. */
  formAction?: string
  /** For a name that says more than the visible text, which it must contain. */
  label?: string
  download?: boolean
  children?: ComponentChildren
}

/** A submit button, or with `href` a link. */
export const Button = (props: ButtonProps): VNode => {
  const { kind = 'primary' } = props
  const classes = [
    'button',
    kind === 'primary' ? '' : `button--${kind}`,
    props.wide ? 'button--wide' : '',
  ]
    .filter(Boolean)
    .join(' ')
  if (props.href !== undefined) {
    return (
      <a
        class={classes}
        href={safeUrl(props.href)}
        aria-label={props.label}
        download={props.download}
      >
        {props.children}
      </a>
    )
  }
  return (
    <button
      class={classes}
      type={props.type ?? 'submit'}
      name={props.name}
      value={props.value ?? undefined}
      disabled={props.disabled}
      formaction={props.formAction === undefined ? undefined : safeUrl(props.formAction)}
      aria-label={props.label}
    >
      {props.children}
    </button>
  )
}

/** Buttons in a row; `halves` gives each the same width, as for «Ring» and «Vis vej». */
export const Actions = (props: { halves?: boolean; children?: ComponentChildren }): VNode => (
  <div class={props.halves ? 'actions actions--halves' : 'actions'}>{props.children}</div>
)
