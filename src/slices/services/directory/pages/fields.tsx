import type { ComponentChildren, VNode } from 'preact'
import { oneOf, type Refused, type Typed } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { type FieldErrors, type Option, Select, TextArea, TextField } from '#kit/ui/index.ts'

export type View = Ctx<unknown, unknown, unknown>

/** One form of a page as it is shown: what stands in it, and what was refused. */
export interface Shown {
  ctx: View
  /** Tells the fields of the page's forms apart. */
  scope: string
  typed: Typed
  errors: FieldErrors
}

/** Where the rules' name of a field is another than the form's. */
const aliases: Record<string, string> = {
  startMinute: 'start',
  endMinute: 'end',
  'moved.endMinute': 'end',
  'moved.startMinute': 'start',
}

/** A refusal's errors under the names of the form's fields: `houseRules.3` belongs to `houseRules`. */
export const errorsOf = (refused: Refused | null): FieldErrors => {
  const errors: FieldErrors = {}
  for (const [path, message] of Object.entries(refused?.errors ?? {})) {
    errors[aliases[path] ?? path.split('.')[0] ?? path] ??= message
  }
  return errors
}

interface Own {
  name: string
  label: string
  hint?: ComponentChildren
  required?: boolean
  width?: 'short' | 'medium'
}

const common = (shown: Shown, own: Own) => ({
  lang: shown.ctx.lang,
  scope: shown.scope,
  errors: shown.errors,
  name: own.name,
  label: own.label,
  hint: own.hint,
  required: own.required ?? false,
  value: oneOf(shown.typed, own.name),
  ...(own.width ? { width: own.width } : {}),
})

type LineProps = Own & {
  shown: Shown
  type?: 'text' | 'date' | 'time' | 'email' | 'tel' | 'url' | 'number'
  inputMode?: 'numeric' | 'decimal'
  suggestions?: readonly string[]
}

/** A line of text. */
export const Line = ({ shown, type, inputMode, suggestions, ...own }: LineProps): VNode => (
  <TextField
    {...common(shown, own)}
    type={type ?? 'text'}
    {...(inputMode ? { inputMode } : {})}
    {...(suggestions ? { suggestions } : {})}
  />
)

/** Several lines of text. */
export const Lines = ({ shown, rows, ...own }: Own & { shown: Shown; rows?: number }): VNode => (
  <TextArea {...common(shown, own)} rows={rows ?? 4} />
)

/** One of a list. */
export const Choice = (
  props: Own & { shown: Shown; options: readonly Option[]; empty?: string | false },
): VNode => {
  const { shown, options, empty, ...own } = props
  return (
    <Select {...common(shown, own)} options={options} {...(empty === undefined ? {} : { empty })} />
  )
}
