import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { sayDate } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  Notice,
  type Option,
  Panel,
  SummaryList,
  Table,
  TextField,
} from '#kit/ui/index.ts'
import type { Refused, Typed } from '../forms.ts'
import type { AccountWithGrants } from '../queries.ts'
import { t } from '../texts.ts'
import { labelsOf } from './labels.ts'
import { AccountForm } from './people.tsx'
import { RoleFields } from './role-fields.tsx'
import { type Names, placeOf } from './roles.tsx'

interface PersonProps {
  lang: Lang
  href: (path: string) => string
  today: string
  account: AccountWithGrants
  names: Names
  organisations: Option[]
  spaces: Option[]
  everything: boolean
  /** Which form was refused, and what was typed in it. */
  form: 'account' | 'role' | null
  typed: Typed
  refused: Refused | null
}

export const PersonPage = (props: PersonProps): VNode => {
  const { lang, href, account } = props
  const own = (form: 'account' | 'role') => (props.form === form ? props.refused : null)
  const saved: Typed = {
    name: account.name,
    email: account.email ?? '',
    organisation: account.organisation ?? '',
  }
  const stale = props.refused?.error.code === 'access.stale-edit'
  return (
    <>
      <ErrorSummary
        lang={lang}
        errors={props.refused?.errors ?? {}}
        general={props.refused?.general}
        scope={props.form === 'role' ? 'role' : undefined}
        labels={labelsOf(lang, 'people.name')}
      />
      {account.disabledAt ? (
        <Notice lang={lang} kind="warning" title={t(lang, 'person.is-closed')} />
      ) : null}
      {stale ? <SavedMeanwhile {...props} /> : null}
      <Panel title={t(lang, 'person.account')}>
        <AccountForm
          lang={lang}
          action={href(`/admin/people/${account.id}`)}
          hidden={{ version: String(account.version) }}
          typed={props.form === 'account' ? props.typed : saved}
          refused={own('account')}
          organisations={props.organisations}
          free={props.everything}
          submit={t(lang, stale ? 'person.save-mine' : 'person.save')}
        />
        <Actions>
          <Button
            kind="quiet"
            href={href(`/admin/people/${account.id}/${account.disabledAt ? 'open' : 'close'}`)}
          >
            {t(lang, account.disabledAt ? 'person.open' : 'person.close')}
          </Button>
        </Actions>
      </Panel>
      <Panel title={t(lang, 'people.roles')} id="roles">
        <Roles {...props} />
      </Panel>
      <Panel title={t(lang, 'person.give')}>
        <Form action={href(`/admin/people/${account.id}/roles`)}>
          <RoleFields
            {...props}
            scope="role"
            typed={props.form === 'role' ? props.typed : {}}
            refused={own('role')}
          />
          <TextField
            lang={lang}
            scope="role"
            name="validFrom"
            type="date"
            required
            width="short"
            label={t(lang, 'role.from')}
            value={props.form === 'role' ? props.typed.validFrom : props.today}
            errors={own('role')?.errors}
          />
          <TextField
            lang={lang}
            scope="role"
            name="validUntil"
            type="date"
            width="short"
            label={t(lang, 'role.until-day')}
            hint={t(lang, 'role.until-day.hint')}
            value={props.form === 'role' ? props.typed.validUntil : ''}
            errors={own('role')?.errors}
          />
          <Actions>
            <Button>{t(lang, 'person.give')}</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  )
}

const SavedMeanwhile = ({ lang, account, names }: PersonProps): VNode => (
  <Panel title={t(lang, 'person.saved-meanwhile')}>
    <SummaryList
      items={[
        { label: t(lang, 'people.name'), value: account.name },
        { label: t(lang, 'people.email'), value: account.email ?? '–' },
        {
          label: t(lang, 'people.organisation'),
          value: account.organisation
            ? (names.organisations.get(account.organisation) ?? '–')
            : '–',
        },
      ]}
    />
  </Panel>
)

const Roles = ({ lang, href, account, names, spaces }: PersonProps): VNode => (
  <Table
    lang={lang}
    caption={t(lang, 'people.roles')}
    captionHidden
    rows={account.grants}
    rowKey={(grant) => grant.id}
    empty={<p>{t(lang, 'people.no-roles')}</p>}
    columns={[
      { key: 'role', label: t(lang, 'role.label'), cell: (grant) => t(lang, `role.${grant.role}`) },
      { key: 'place', label: t(lang, 'role.place'), cell: (grant) => placeOf(lang, grant, names) },
      {
        key: 'space',
        label: t(lang, 'role.space'),
        cell: (grant) => spaces.find(({ value }) => value === grant.space)?.label ?? grant.space,
      },
      { key: 'from', label: t(lang, 'role.from'), cell: (grant) => sayDate(grant.validFrom, lang) },
      {
        key: 'until',
        label: t(lang, 'role.until-day'),
        cell: (grant) =>
          grant.validUntil ? sayDate(grant.validUntil, lang) : t(lang, 'role.until-told'),
      },
      {
        key: 'revoke',
        label: '',
        cell: (grant) => (
          <a href={href(`/admin/roles/${grant.id}/revoke`)}>{t(lang, 'role.revoke')}</a>
        ),
      },
    ]}
  />
)
