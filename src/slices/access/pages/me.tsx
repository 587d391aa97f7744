import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import {
  Actions,
  Button,
  Form,
  fieldId,
  Panel,
  Table,
  TextField,
  TimeStamp,
} from '#kit/ui/index.ts'
import type { PasskeyRow } from '../passkeys.ts'
import type { SessionRow } from '../sessions.ts'
import { t } from '../texts.ts'
import { type Names, RoleList, type ShownRole } from './roles.tsx'

interface MeProps {
  lang: Lang
  href: (path: string) => string
  now: Date
  grants: ShownRole[]
  names: Names
  sessions: SessionRow[]
  passkeys: PasskeyRow[]
}

export const MePage = (props: MeProps): VNode => {
  const { lang, href } = props
  return (
    <>
      <Panel title={t(lang, 'me.roles')}>
        <RoleList
          lang={lang}
          grants={props.grants}
          names={props.names}
          empty={t(lang, 'me.no-roles')}
        />
      </Panel>
      <Passkeys {...props} />
      <Panel title={t(lang, 'me.sessions')}>
        <Table
          lang={lang}
          caption={t(lang, 'me.sessions')}
          captionHidden
          rows={props.sessions}
          rowKey={(row) => row.publicId}
          empty={null}
          columns={[
            {
              key: 'method',
              label: t(lang, 'me.session.method'),
              cell: (row) =>
                row.current
                  ? `${t(lang, `me.method.${row.method}`)} (${t(lang, 'me.session.current')})`
                  : t(lang, `me.method.${row.method}`),
            },
            {
              key: 'started',
              label: t(lang, 'me.session.started'),
              cell: (row) => (
                <TimeStamp lang={lang} at={row.createdAt} now={props.now} show="when" />
              ),
            },
            {
              key: 'seen',
              label: t(lang, 'me.session.seen'),
              cell: (row) => <TimeStamp lang={lang} at={row.lastSeen} now={props.now} />,
            },
            {
              key: 'end',
              label: '',
              cell: (row) =>
                row.current ? null : (
                  <Form action={href(`/me/sessions/${row.publicId}/end`)}>
                    <Button kind="secondary">{t(lang, 'me.session.end')}</Button>
                  </Form>
                ),
            },
          ]}
        />
      </Panel>
      <Logout lang={lang} />
    </>
  )
}

const Passkeys = ({ lang, href, passkeys }: MeProps): VNode => (
  <Panel title={t(lang, 'me.passkeys')}>
    {passkeys.length === 0 ? <p>{t(lang, 'me.passkeys.none')}</p> : null}
    {passkeys.map((key) => (
      <Form key={key.id} action={href(`/me/passkeys/${key.id}/remove`)}>
        <p>{key.name}</p>
        <Button kind="secondary" label={`${t(lang, 'me.passkey.remove')}: ${key.name}`}>
          {t(lang, 'me.passkey.remove')}
        </Button>
      </Form>
    ))}
    <div
      hidden
      data-passkey="register"
      data-path={href('/me/passkeys')}
      data-name-field={fieldId('passkey-name')}
    >
      <TextField
        lang={lang}
        name="passkey-name"
        label={t(lang, 'me.passkey.name')}
        hint={t(lang, 'me.passkey.name.hint')}
        quiet
        maxLength={80}
        width="medium"
      />
      <Button kind="secondary" type="button">
        {t(lang, 'me.passkey.add')}
      </Button>
      <p hidden data-passkey-failed role="alert">
        {t(lang, 'me.passkey.failed')}
      </p>
    </div>
  </Panel>
)

const Logout = ({ lang }: { lang: Lang }): VNode => (
  <Form action="/logout">
    <p class="muted">{t(lang, 'me.logout.hint')}</p>
    <Actions>
      <Button kind="secondary">{t(lang, 'me.logout')}</Button>
    </Actions>
  </Form>
)

export const LinkMePage = ({ lang }: { lang: Lang }): VNode => (
  <>
    <p>{t(lang, 'me.link')}</p>
    <Logout lang={lang} />
  </>
)
