import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { Actions, Button, ErrorSummary, Form, Notice, TextField } from '#kit/ui/index.ts'
import type { Refused, Typed } from '../forms.ts'
import { t } from '../texts.ts'

export interface PickerRow {
  id: string
  name: string
  /** Role and place, in words. */
  line: string
}

interface LoginProps {
  lang: Lang
  href: (path: string) => string
  /** Null: nobody is logged in. */
  loggedInAs: string | null
  mailWorks: boolean
  /** Null: not offered here. */
  picker: PickerRow[] | null
  typed: Typed
  refused: Refused | null
}

export const LoginPage = (props: LoginProps): VNode => {
  const { lang, href } = props
  return (
    <>
      <h1>{t(lang, 'login.title')}</h1>
      <ErrorSummary
        lang={lang}
        errors={props.refused?.errors ?? {}}
        general={props.refused?.general}
      />
      <p>
        {t(lang, 'login.intro')} <a href={href('/')}>{t(lang, 'login.find')}</a>
      </p>
      {props.loggedInAs === null ? null : (
        <Notice lang={lang}>
          <p>{t(lang, 'login.already', { name: props.loggedInAs })}</p>
          <p>
            <a href={href('/me')}>{t(lang, 'login.go-on')}</a>
          </p>
        </Notice>
      )}
      {props.picker === null ? null : <RolePicker lang={lang} href={href} rows={props.picker} />}
      {props.mailWorks ? (
        <Form action={href('/login')}>
          <TextField
            lang={lang}
            name="email"
            type="email"
            autocomplete="username webauthn"
            required
            label={t(lang, 'login.email')}
            hint={t(lang, 'login.email.hint')}
            value={props.typed.email}
            errors={props.refused?.errors}
          />
          <Actions>
            <Button>{t(lang, 'login.send')}</Button>
          </Actions>
        </Form>
      ) : (
        <Notice lang={lang} kind="warning" title={t(lang, 'login.no-mail.title')}>
          <p>{t(lang, 'login.no-mail')}</p>
        </Notice>
      )}
      <div hidden data-passkey="login" data-path={href('/login/passkey')}>
        <p class="muted">{t(lang, 'login.passkey.hint')}</p>
        <Button kind="secondary" type="button">
          {t(lang, 'login.passkey')}
        </Button>
        <p hidden data-passkey-failed role="alert">
          {t(lang, 'login.passkey.failed')}
        </p>
      </div>
    </>
  )
}

const RolePicker = (props: {
  lang: Lang
  href: (path: string) => string
  rows: PickerRow[]
}): VNode => (
  <section>
    <h2>{t(props.lang, 'login.pick.title')}</h2>
    <p>{t(props.lang, 'login.pick.intro')}</p>
    {props.rows.length === 0 ? <p class="muted">{t(props.lang, 'login.pick.empty')}</p> : null}
    {props.rows.map((row) => (
      <Form key={row.id} action={props.href('/login/as')} hidden={{ account: row.id }}>
        <Button
          kind="secondary"
          wide
          label={`${row.name}: ${row.line}. ${t(props.lang, 'login.pick.as', { name: row.name })}`}
        >
          {row.name}: {row.line}
        </Button>
      </Form>
    ))}
  </section>
)

export const CodePage = (props: {
  lang: Lang
  href: (path: string) => string
  refused: Refused | null
}): VNode => {
  const { lang, href } = props
  return (
    <>
      <h1>{t(lang, 'code.title')}</h1>
      <ErrorSummary
        lang={lang}
        errors={props.refused?.errors ?? {}}
        general={props.refused?.general}
      />
      <p>{t(lang, 'code.intro')}</p>
      <Form action={href('/login/code')}>
        <TextField
          lang={lang}
          name="code"
          label={t(lang, 'code.label')}
          required
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={12}
          width="short"
          errors={props.refused?.errors}
        />
        <Actions>
          <Button>{t(lang, 'code.submit')}</Button>
          <a href={href('/login')}>{t(lang, 'code.again')}</a>
        </Actions>
      </Form>
    </>
  )
}

/** The login link opened: a button, since mail scanners and previews open links without a person. */
export const OncePage = (props: { lang: Lang; action: string }): VNode => (
  <>
    <h1>{t(props.lang, 'once.title')}</h1>
    <p>{t(props.lang, 'once.intro')}</p>
    <Form action={props.action}>
      <Actions>
        <Button>{t(props.lang, 'once.submit')}</Button>
      </Actions>
    </Form>
  </>
)

export const DeadOnce = (props: { lang: Lang; href: (path: string) => string }): VNode => (
  <>
    <h1>{t(props.lang, 'link.dead.title')}</h1>
    <p>{t(props.lang, 'once.dead')}</p>
    <p>
      <a href={props.href('/login')}>{t(props.lang, 'login.title')}</a>
    </p>
  </>
)

export const DeadLink = ({ lang }: { lang: Lang }): VNode => (
  <>
    <h1>{t(lang, 'link.dead.title')}</h1>
    <p>{t(lang, 'error.access.link-dead')}</p>
  </>
)

/** Somebody who is logged in opens a link: they decide, since it logs them out. */
export const SwitchToLink = (props: { lang: Lang; action: string; name: string }): VNode => (
  <>
    <h1>{t(props.lang, 'link.title')}</h1>
    <p>{t(props.lang, 'link.switch', { name: props.name })}</p>
    <Form action={props.action}>
      <Actions>
        <Button>{t(props.lang, 'link.open')}</Button>
      </Actions>
    </Form>
  </>
)
