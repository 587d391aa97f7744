import type { VNode } from 'preact'
import { roles } from '#kit/auth/actor.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { type Option, Select, TextField } from '#kit/ui/index.ts'
import type { Refused, Typed } from '../forms.ts'
import { t } from '../texts.ts'

/** The role, where it holds and from when: for people and for tokens. */
export const RoleFields = (props: {
  lang: Lang
  typed: Typed
  refused: Refused | null
  organisations: Option[]
  spaces: Option[]
  /** Areas and other spaces are given by administrators of everything only. */
  everything: boolean
  /** Where the page has another form with an organisation. */
  scope?: string
}): VNode => {
  const { lang, typed, scope } = props
  const errors = props.refused?.errors
  const [only, another] = props.organisations
  const theOnly = !props.everything && !another ? only?.value : undefined
  const offered = roles.filter((role) => props.everything || role !== 'coordinator')
  return (
    <>
      <Select
        lang={lang}
        scope={scope}
        name="role"
        required
        label={t(lang, 'role.label')}
        hint={t(lang, 'role.hint')}
        options={offered.map((role) => ({ value: role, label: t(lang, `role.${role}`) }))}
        value={typed.role}
        errors={errors}
      />
      <Select
        lang={lang}
        scope={scope}
        name="organisation"
        label={t(lang, 'role.organisation')}
        {...(props.everything ? { hint: t(lang, 'role.organisation.hint') } : { required: true })}
        options={props.organisations}
        value={typed.organisation ?? theOnly}
        errors={errors}
      />
      <TextField
        lang={lang}
        scope={scope}
        name="service"
        label={t(lang, 'role.service')}
        hint={t(lang, 'role.service.hint')}
        value={typed.service}
        errors={errors}
      />
      {props.everything ? (
        <>
          <TextField
            lang={lang}
            scope={scope}
            name="area"
            width="short"
            label={t(lang, 'role.area')}
            hint={t(lang, 'role.area.hint')}
            value={typed.area}
            errors={errors}
          />
          <Select
            lang={lang}
            scope={scope}
            name="space"
            label={t(lang, 'role.space')}
            hint={t(lang, 'role.space.hint')}
            options={props.spaces}
            empty={false}
            value={typed.space ?? 'live'}
            errors={errors}
          />
        </>
      ) : null}
    </>
  )
}
