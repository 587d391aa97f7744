/** The layout of staff pages: navigation by role, who I am, and a page that keeps itself fresh. */
import type { ComponentChildren, VNode } from 'preact'
import { Document, type PageProps, SkipLink, SpaceBand } from './document.tsx'
import { OtherLanguage } from './public-page.tsx'
import { safeUrl } from './safe-url.ts'
import { t } from './texts.ts'
import { type Moment, toDate } from './time-text.ts'

export interface NavItem {
  label: string
  href: string
  current?: boolean | undefined
}

export interface StaffPageProps extends PageProps {
  /** What this role may open; an item that would be refused is not shown. */
  nav?: NavItem[] | undefined
  /** Who is logged in, e.g. «Krisekoordinator · København». Without it a log-in link is shown. */
  user?: { label: string; logoutHref: string; href?: string } | undefined
  loginHref?: string | undefined
  /** Topics whose changes refresh this page; none means that it stands still. */
  topics?: string[] | undefined
  /** Defaults to `/api/v1/live` in this space. */
  liveHref?: string | undefined
  /** The hub's position before the page's data were read: nothing in between is lost. */
  livePosition?: string | undefined
  /** The page shows what somebody has sent and what is wrong with it: a refresh would take that away. */
  holdsTyped?: boolean | undefined
  /** The clock that ages count by. Leave it out when the page is wound back to an earlier minute. */
  now?: Moment | undefined
  /** Beside the heading: buttons, a link to print. */
  actions?: ComponentChildren
  /** The heading, where it differs from the title; `null` where the page brings its own `h1`. */
  heading?: string | null | undefined
  /** Hidden fields of the log-out form, such as a token against forged requests. */
  logoutFields?: Record<string, string> | undefined
}

export const StaffPage = (props: StaffPageProps): VNode => {
  const { lang } = props
  const heading = props.heading === undefined ? props.title : props.heading
  return (
    <Document
      lang={lang}
      title={props.title}
      assets={props.assets}
      sheet="staff.css"
      head={<LiveHead {...props} />}
    >
      <SkipLink lang={lang} />
      <header class="site-header">
        <div class="wrap">
          <a class="brand" href={safeUrl(props.href('/'))}>
            Værn
          </a>
          <Navigation {...props} />
          <Who {...props} />
        </div>
      </header>
      <SpaceBand lang={lang} banner={props.banner} />
      <div class="live-update" data-live-update hidden role="status">
        <button type="button">{t(lang, 'live.update')}</button>
      </div>
      <main id="main" tabIndex={-1}>
        <div class="wrap">
          {heading === null ? null : (
            <div class="page-head">
              <h1>{heading}</h1>
              {props.actions ? <div class="actions">{props.actions}</div> : null}
            </div>
          )}
          {props.children}
        </div>
      </main>
      <footer class="site-footer">
        <div class="wrap">
          <span>{t(lang, 'zone')}</span>
          {props.langHref ? <OtherLanguage lang={lang} href={props.langHref} /> : null}
          <a href={safeUrl(props.href('/accessibility'))}>{t(lang, 'accessibility')}</a>
        </div>
      </footer>
    </Document>
  )
}

const LiveHead = (props: StaffPageProps): VNode => (
  <>
    <meta name="turbo-refresh-method" content="morph" />
    <meta name="turbo-refresh-scroll" content="preserve" />
    <meta name="turbo-prefetch" content="false" />
    {props.topics?.length ? (
      <>
        <meta name="vaern-topics" content={props.topics.join(',')} />
        {props.livePosition ? <meta name="vaern-live-since" content={props.livePosition} /> : null}
        <meta name="vaern-live" content={safeUrl(props.liveHref ?? props.href('/api/v1/live'))} />
      </>
    ) : null}
    {props.holdsTyped ? <meta name="vaern-typed" content="yes" /> : null}
    {props.now ? <meta name="vaern-now" content={toDate(props.now).toISOString()} /> : null}
    <script type="module" src={props.assets.url('turbo.js')} data-turbo-track="reload" />
    <script type="module" src={props.assets.url('live.js')} data-turbo-track="reload" />
    {props.head}
  </>
)

const Navigation = ({ lang, nav }: StaffPageProps): VNode | null =>
  nav?.length ? (
    <nav class="site-nav" aria-label={t(lang, 'nav.main')}>
      <ul>
        {nav.map((item) => (
          <li key={item.href}>
            <a href={safeUrl(item.href)} aria-current={item.current ? 'page' : undefined}>
              {item.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  ) : null

const Who = ({ lang, user, loginHref, logoutFields }: StaffPageProps): VNode | null => {
  if (!user) {
    return loginHref ? (
      <div class="who">
        <a href={safeUrl(loginHref)}>{t(lang, 'login')}</a>
      </div>
    ) : null
  }
  return (
    <div class="who">
      {user.href ? <a href={safeUrl(user.href)}>{user.label}</a> : <span>{user.label}</span>}
      <form method="post" action={safeUrl(user.logoutHref)}>
        {Object.entries(logoutFields ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit">{t(lang, 'logout')}</button>
      </form>
    </div>
  )
}
