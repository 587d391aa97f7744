/** The layout of pages for everybody: no login, no script, one column, a quick way out. */
import type { VNode } from 'preact'
import { Document, type PageProps, SkipLink, SpaceBand } from './document.tsx'
import { safeUrl } from './safe-url.ts'
import { t } from './texts.ts'

export interface PublicPageProps extends PageProps {
  /** Where «leave this page quickly» goes: a neutral site that tells nobody where one came from. */
  leaveHref: string
  /** Defaults to `/accessibility` in this space. */
  accessibilityHref?: string | undefined
  /** More links for the foot of the page. */
  footerLinks?: { label: string; href: string }[] | undefined
}

export const PublicPage = (props: PublicPageProps): VNode => {
  const { lang } = props
  const links = [
    ...(props.footerLinks ?? []),
    {
      label: t(lang, 'accessibility'),
      href: props.accessibilityHref ?? props.href('/accessibility'),
    },
  ]
  return (
    <Document
      lang={lang}
      title={props.title}
      assets={props.assets}
      sheet="public.css"
      head={props.head}
    >
      <SkipLink lang={lang} />
      <header class="site-header">
        <div class="wrap">
          <a class="brand" href={safeUrl(props.href('/'))}>
            Værn
          </a>
          <div class="site-header__tools">
            {props.langHref ? <OtherLanguage lang={lang} href={props.langHref} /> : null}
            <a
              class="leave"
              href={safeUrl(props.leaveHref)}
              rel="noreferrer nofollow"
              referrerpolicy="no-referrer"
              accesskey="x"
              title={t(lang, 'leave.help')}
            >
              {t(lang, 'leave')}
            </a>
          </div>
        </div>
      </header>
      <SpaceBand lang={lang} banner={props.banner} />
      <main id="main" tabIndex={-1}>
        <div class="wrap stack">{props.children}</div>
      </main>
      <footer class="site-footer">
        <div class="wrap">
          <nav aria-label={t(lang, 'nav.footer')}>
            <ul>
              {links.map((link) => (
                <li key={link.href}>
                  <a href={safeUrl(link.href)}>{link.label}</a>
                </li>
              ))}
            </ul>
          </nav>
          <p>{t(lang, 'zone')}</p>
        </div>
      </footer>
    </Document>
  )
}

/** Named in the language it leads to, and announced as such. */
export const OtherLanguage = (props: { lang: 'da' | 'en'; href: string }): VNode => {
  const other = props.lang === 'da' ? 'en' : 'da'
  return (
    <a href={safeUrl(props.href)} lang={other} hreflang={other} rel="alternate nofollow">
      {t(props.lang, 'language.other')}
    </a>
  )
}
