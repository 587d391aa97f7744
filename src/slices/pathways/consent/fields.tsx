import type { VNode } from 'preact'
import { manyOf, oneOf, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { Checkbox, Checkboxes, type FieldErrors, Radios, TextField } from '#kit/ui/index.ts'
import { consentTopics, givenHows } from '#slices/people/index.ts'
import { consentTexts as t } from '../texts/consent.ts'
import { sayTopic } from '../texts/topics.ts'

/** A consent among the fields of another form: what may be told, how it was given, until when. */
export const ConsentFields = (props: {
  ctx: Ctx<unknown, unknown, unknown>
  /** The box that says that the person has said yes, and to what. */
  label: string
  hint: string
  errors: FieldErrors | undefined
}): VNode => {
  const { lang } = props.ctx
  const typed = typedIn(props.ctx)
  const { errors } = props
  return (
    <>
      <Checkbox
        lang={lang}
        name="consentGiven"
        label={props.label}
        hint={props.hint}
        errors={errors}
        checked={oneOf(typed, 'consentGiven') !== ''}
      />
      <Checkboxes
        lang={lang}
        name="topics"
        label={t(lang, 'topics')}
        errors={errors}
        values={manyOf(typed, 'topics')}
        options={consentTopics.map((topic) => ({ value: topic, label: sayTopic(lang, topic) }))}
        row
      />
      <Radios
        lang={lang}
        name="givenHow"
        label={t(lang, 'how')}
        errors={errors}
        value={oneOf(typed, 'givenHow')}
        options={givenHows.map((how) => ({ value: how, label: t(lang, `how.${how}`) }))}
        row
        quiet
      />
      <TextField
        lang={lang}
        name="witness"
        label={t(lang, 'witness')}
        errors={errors}
        value={oneOf(typed, 'witness')}
        maxLength={120}
        width="medium"
      />
      <TextField
        lang={lang}
        name="oralReason"
        label={t(lang, 'oral-reason')}
        hint={t(lang, 'oral-reason.hint')}
        errors={errors}
        value={oneOf(typed, 'oralReason')}
        maxLength={300}
      />
      <TextField
        lang={lang}
        name="until"
        type="date"
        label={t(lang, 'until')}
        hint={t(lang, 'until.hint')}
        errors={errors}
        value={oneOf(typed, 'until')}
        width="short"
      />
    </>
  )
}
