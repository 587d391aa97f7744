import type { VNode } from 'preact'
import { oneOf, type Refused, type Typed } from '#kit/http/forms.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { type Option, Select, TextField } from '#kit/ui/index.ts'
import { type IdentifierKind, identifierKinds } from '../schema.ts'
import { t } from '../texts.ts'
import { commonLanguages, languagesTyped } from './say.ts'

interface FieldsProps {
  lang: Lang
  typed: Typed
  refused: Refused | null
  scope?: string
}

/** A name, or what the person wants to be called, or both; the rest may be left empty (PER-01). */
export const PersonFields = ({ lang, typed, refused, scope }: FieldsProps): VNode => {
  const errors = refused?.errors
  return (
    <>
      <TextField
        lang={lang}
        scope={scope}
        name="alias"
        label={t(lang, 'person.alias')}
        hint={t(lang, 'person.alias.hint')}
        value={oneOf(typed, 'alias')}
        errors={errors}
        maxLength={120}
      />
      <TextField
        lang={lang}
        scope={scope}
        name="name"
        label={t(lang, 'person.name')}
        value={oneOf(typed, 'name')}
        errors={errors}
        maxLength={120}
      />
      <TextField
        lang={lang}
        scope={scope}
        name="birthDate"
        type="date"
        width="medium"
        label={t(lang, 'person.birth-date')}
        value={oneOf(typed, 'birthDate')}
        errors={errors}
      />
      <TextField
        lang={lang}
        scope={scope}
        name="birthYear"
        inputMode="numeric"
        width="short"
        label={t(lang, 'person.birth-year')}
        hint={t(lang, 'person.birth-year.hint')}
        value={oneOf(typed, 'birthYear')}
        errors={errors}
        maxLength={4}
      />
      <TextField
        lang={lang}
        scope={scope}
        name="languages"
        width="medium"
        label={t(lang, 'person.languages')}
        hint={t(lang, 'person.languages.hint')}
        value={oneOf(typed, 'languages')}
        errors={errors}
        suggestions={commonLanguages(lang)}
      />
    </>
  )
}

/** A number and its kind, behind a fold: help never asks for one (PER-01). */
export const NumberFields = ({ lang, typed, refused, scope }: FieldsProps): VNode => (
  <>
    <Select
      lang={lang}
      scope={scope}
      name="numberKind"
      label={t(lang, 'number.kind')}
      options={numberOptions(lang)}
      value={oneOf(typed, 'numberKind')}
      errors={refused?.errors}
      quiet
    />
    <TextField
      lang={lang}
      scope={scope}
      name="number"
      width="medium"
      label={t(lang, 'number.value')}
      hint={t(lang, 'number.hint')}
      errors={refused?.errors}
      maxLength={60}
      spellcheck={false}
      quiet
    />
  </>
)

const numberOptions = (lang: Lang): Option[] =>
  identifierKinds.map((kind: IdentifierKind) => ({ value: kind, label: t(lang, `number.${kind}`) }))

/** The fields as `personInput` and `personEdit` ask for them. One that did not come with the form is left out. */
export const personTyped = (typed: Typed) => {
  const said = <T,>(name: string, read: (text: string) => T): T | undefined =>
    typed[name] === undefined ? undefined : read(oneOf(typed, name))
  return {
    name: said('name', (text) => text || null),
    alias: said('alias', (text) => text || null),
    birthDate: said('birthDate', (text) => text || null),
    birthYear: said('birthYear', (text) => (text === '' ? null : Number(text))),
    languages: said('languages', languagesTyped),
  }
}

/** What the fields are called, for the list of what must be mended. */
export const personLabels = (lang: Lang): Record<string, string> => ({
  alias: t(lang, 'person.alias'),
  name: t(lang, 'person.name'),
  birthDate: t(lang, 'person.birth-date'),
  birthYear: t(lang, 'person.birth-year'),
  languages: t(lang, 'person.languages'),
  numberKind: t(lang, 'number.kind'),
  number: t(lang, 'number.value'),
})
