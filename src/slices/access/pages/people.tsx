import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import {
  Actions,
  Button,
  Filters,
  Form,
  Notice,
  type Option,
  Pager,
  Select,
  Table,
  Tag,
  TextField,
} from '#kit/ui/index.ts'
import type { Refused, Typed } from '../forms.ts'
import type { AccountWithGrants, Page } from '../queries.ts'
import { t } from '../texts.ts'
import { type Names, RoleList } from './roles.tsx'

type Href = (path: string) => string

export const PeopleList = (props: {
  lang: Lang
  href: Href
  q: string
  page: Page<AccountWithGrants>
  names: Names
  /** An administrator of everything who sees nobody else: Værn has just begun. */
  alone: boolean
}): VNode => {
  const { lang, href, names } = props
  const query = (cursor: string): string =>
    href(`/admin?${new URLSearchParams({ ...(props.q ? { q: props.q } : {}), cursor })}`)
  return (
    <>
      <Filters lang={lang} action={href('/admin')} clearHref={props.q ? href('/admin') : undefined}>
        <TextField
          lang={lang}
          name="q"
          type="search"
          quiet
          label={t(lang, 'people.search')}
          value={props.q}
        />
      </Filters>
      {props.alone ? (
        <Notice lang={lang}>
          <p>{t(lang, 'people.begin')}</p>
        </Notice>
      ) : null}
      <Table
        lang={lang}
        caption={t(lang, 'tab.people')}
        captionHidden
        rows={props.page.rows}
        rowKey={(row) => row.id}
        empty={<p>{t(lang, props.q ? 'people.none-found' : 'people.none')}</p>}
        columns={[
          {
            key: 'name',
            label: t(lang, 'people.name'),
            cell: (row) => (
              <>
                <a href={href(`/admin/people/${row.id}`)}>{row.name}</a>{' '}
                {row.disabledAt ? <Tag>{t(lang, 'people.closed')}</Tag> : null}
                {row.demo ? <Tag>{t(lang, 'people.demo')}</Tag> : null}
              </>
            ),
          },
          {
            key: 'organisation',
            label: t(lang, 'people.organisation'),
            cell: (row) =>
              row.organisation ? (names.organisations.get(row.organisation) ?? '') : '',
          },
          { key: 'email', label: t(lang, 'people.email'), cell: (row) => row.email ?? '' },
          {
            key: 'roles',
            label: t(lang, 'people.roles'),
            cell: (row) => (
              <RoleList
                lang={lang}
                grants={row.grants}
                names={names}
                empty={t(lang, 'people.no-roles')}
              />
            ),
          },
        ]}
      />
      <Pager
        lang={lang}
        shown={props.page.rows.length}
        nextHref={props.page.next ? query(props.page.next) : null}
      />
    </>
  )
}

export const AccountForm = (props: {
  lang: Lang
  action: string
  hidden?: Record<string, string>
  typed: Typed
  refused: Refused | null
  organisations: Option[]
  /** True where an account may belong to no organisation. */
  free: boolean
  submit: string
}): VNode => {
  const { lang, typed } = props
  const errors = props.refused?.errors
  return (
    <Form action={props.action} hidden={props.hidden ?? {}}>
      <TextField
        lang={lang}
        name="name"
        required
        label={t(lang, 'people.name')}
        value={typed.name}
        errors={errors}
        maxLength={120}
      />
      <TextField
        lang={lang}
        name="email"
        type="email"
        label={t(lang, 'people.email')}
        hint={t(lang, 'people.email.hint')}
        value={typed.email}
        errors={errors}
      />
      <Select
        lang={lang}
        name="organisation"
        label={t(lang, 'people.organisation')}
        hint={t(lang, 'people.organisation.hint')}
        required={!props.free}
        options={props.organisations}
        value={typed.organisation}
        errors={errors}
        {...(props.free ? { empty: t(lang, 'people.no-organisation') } : {})}
      />
      <Actions>
        <Button>{props.submit}</Button>
      </Actions>
    </Form>
  )
}
