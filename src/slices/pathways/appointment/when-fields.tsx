import type { VNode } from 'preact'
import { oneOf, type Typed } from '#kit/http/forms.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { DateTimeField, type FieldErrors, Radios, TextField } from '#kit/ui/index.ts'
import { meetings } from './schema.ts'
import { appointmentTexts as t } from './texts.ts'

/** When, where and how two meet: asked alike of a new appointment and of one that is moved (PER-07). */
export const WhenFields = (props: {
  lang: Lang
  scope?: string
  typed: Typed
  errors: FieldErrors | undefined
  /** What stands there before anything is typed. */
  before: { place: string; meeting: string | null }
  hint?: string
}): VNode => {
  const { lang, scope, typed, errors, before, hint } = props
  return (
    <>
      <DateTimeField
        lang={lang}
        scope={scope}
        name="at"
        label={t(lang, 'new.at')}
        errors={errors}
        value={oneOf(typed, 'at') || null}
        required
      />
      <DateTimeField
        lang={lang}
        scope={scope}
        name="until"
        label={t(lang, 'new.until')}
        errors={errors}
        value={oneOf(typed, 'until') || null}
      />
      <TextField
        lang={lang}
        scope={scope}
        name="place"
        label={t(lang, 'new.place')}
        errors={errors}
        value={oneOf(typed, 'place') || before.place}
        maxLength={200}
        required
      />
      <Radios
        lang={lang}
        scope={scope}
        name="meeting"
        label={t(lang, 'new.meeting')}
        hint={hint}
        errors={errors}
        value={oneOf(typed, 'meeting') || before.meeting}
        options={meetings.map((each) => ({ value: each, label: t(lang, `meeting.${each}`) }))}
        row
        required
      />
    </>
  )
}
