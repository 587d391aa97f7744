import type { ComponentChildren, VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  Notice,
  type Option,
  Pager,
  Panel,
  Table,
  Tag,
  TextField,
  TimeStamp,
} from '#kit/ui/index.ts'
import type { Refused, Typed } from '../forms.ts'
import type { Page } from '../queries.ts'
import type { TokenRow } from '../schema.ts'
import { t } from '../texts.ts'
import { labelsOf } from './labels.ts'
import { RoleFields } from './role-fields.tsx'
import { type Names, RoleList } from './roles.tsx'

interface Listed {
  lang: Lang
  now: Date
  rows: TokenRow[]
  names: Names
  revokeHref: (token: TokenRow) => string
  empty: string
}

const stateOf = (lang: Lang, token: TokenRow, now: Date): VNode | null => {
  if (token.revokedAt) return <Tag>{t(lang, 'token.revoked')}</Tag>
  return token.expiresAt <= now ? <Tag>{t(lang, 'token.expired')}</Tag> : null
}

/** Tokens and links with what they open and when they were last used. */
export const TokenTable = ({ lang, now, ...props }: Listed): VNode => (
  <Table
    lang={lang}
    caption={t(lang, 'tab.tokens')}
    captionHidden
    rows={props.rows}
    rowKey={(row) => row.id}
    empty={<p>{props.empty}</p>}
    columns={[
      {
        key: 'name',
        label: t(lang, 'token.name'),
        cell: (row) => (
          <>
            {row.name} {stateOf(lang, row, now)}
          </>
        ),
      },
      {
        key: 'kind',
        label: t(lang, 'token.kind'),
        cell: (row) => t(lang, `token.kind.${row.kind}`),
      },
      {
        key: 'roles',
        label: t(lang, 'token.opens'),
        cell: (row) => <RoleList lang={lang} grants={row.grants} names={props.names} empty="–" />,
      },
      {
        key: 'made',
        label: t(lang, 'token.made'),
        cell: (row) => (
          <>
            <TimeStamp lang={lang} at={row.createdAt} now={now} show="when" /> ({row.createdBy})
          </>
        ),
      },
      {
        key: 'used',
        label: t(lang, 'token.used'),
        cell: (row) =>
          row.lastUsedAt ? (
            <TimeStamp lang={lang} at={row.lastUsedAt} now={now} />
          ) : (
            t(lang, 'token.never')
          ),
      },
      {
        key: 'until',
        label: t(lang, 'token.until'),
        cell: (row) => <TimeStamp lang={lang} at={row.expiresAt} now={now} show="full" />,
      },
      {
        key: 'revoke',
        label: '',
        cell: (row) =>
          row.revokedAt || row.expiresAt <= now ? null : (
            <a href={props.revokeHref(row)}>{t(lang, 'token.revoke')}</a>
          ),
      },
    ]}
  />
)

const LastDay = (props: { lang: Lang; typed: Typed; refused: Refused | null }): VNode => (
  <TextField
    lang={props.lang}
    name="lastDay"
    type="date"
    required
    width="short"
    label={t(props.lang, 'token.last-day')}
    hint={t(props.lang, 'token.last-day.hint')}
    value={props.typed.lastDay}
    errors={props.refused?.errors}
  />
)

/** Answered with the page that shows the secret, so it is sent by the browser itself. */
const PlainForm = (props: { action: string; children: ComponentChildren }): VNode => (
  <div data-turbo="false">
    <Form action={props.action}>{props.children}</Form>
  </div>
)

export const TokensPage = (
  props: Listed & {
    href: (path: string) => string
    page: Page<TokenRow>
    organisations: Option[]
    spaces: Option[]
    everything: boolean
    typed: Typed
    refused: Refused | null
    /** Just made: shown this once. */
    secret: string | null
  },
): VNode => {
  const { lang, href } = props
  return (
    <>
      <ErrorSummary
        lang={lang}
        errors={props.refused?.errors ?? {}}
        general={props.refused?.general}
        labels={labelsOf(lang, 'token.name')}
      />
      {props.secret === null ? null : (
        <Notice lang={lang} kind="success" title={t(lang, 'token.created')} announce>
          <p>
            <code>{props.secret}</code>
          </p>
          <p>{t(lang, 'token.once')}</p>
        </Notice>
      )}
      <TokenTable {...props} />
      <Pager
        lang={lang}
        shown={props.page.rows.length}
        nextHref={
          props.page.next
            ? href(`/admin/tokens?${new URLSearchParams({ cursor: props.page.next })}`)
            : null
        }
      />
      <Panel title={t(lang, 'token.new')}>
        <PlainForm action={href('/admin/tokens')}>
          <TextField
            lang={lang}
            name="name"
            required
            label={t(lang, 'token.name')}
            hint={t(lang, 'token.name.hint')}
            value={props.typed.name}
            errors={props.refused?.errors}
          />
          <RoleFields {...props} />
          <LastDay {...props} />
          <Actions>
            <Button>{t(lang, 'token.new')}</Button>
          </Actions>
        </PlainForm>
      </Panel>
    </>
  )
}

export const LinksPage = (
  props: Listed & {
    action: string
    service: string
    typed: Typed
    refused: Refused | null
    /** The whole address of a link just made: shown this once. */
    address: string | null
  },
): VNode => {
  const { lang } = props
  return (
    <>
      <ErrorSummary
        lang={lang}
        errors={props.refused?.errors ?? {}}
        general={props.refused?.general}
        labels={labelsOf(lang, 'links.name')}
      />
      <p>{t(lang, 'links.intro', { service: props.service })}</p>
      {props.address === null ? null : (
        <Notice lang={lang} kind="success" title={t(lang, 'links.created')} announce>
          <p>
            <code>{props.address}</code>
          </p>
          <p>{t(lang, 'links.once')}</p>
        </Notice>
      )}
      <TokenTable {...props} />
      <Panel title={t(lang, 'links.new')}>
        <PlainForm action={props.action}>
          <TextField
            lang={lang}
            name="name"
            required
            label={t(lang, 'links.name')}
            hint={t(lang, 'links.name.hint')}
            value={props.typed.name}
            errors={props.refused?.errors}
          />
          <LastDay {...props} />
          <Actions>
            <Button>{t(lang, 'links.new')}</Button>
          </Actions>
        </PlainForm>
      </Panel>
    </>
  )
}
