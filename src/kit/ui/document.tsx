/** A whole HTML document, and what every page of ours has in its head. */
import type { ComponentChildren, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Lang } from '#kit/i18n/index.ts'
import type { Assets } from './assets/index.ts'
import { t } from './texts.ts'

/** Turns a page into the text that is sent, doctype first. */
export const renderDocument = (page: VNode): string => `<!doctype html>${renderToString(page)}`

export type BandKind = 'case' | 'exercise' | 'demo'

/** Says in which world the page is. The live world without demonstration data has none. */
export interface SpaceBanner {
  kind: BandKind
  text: string
}

export interface PageProps {
  lang: Lang
  /** Of this page alone; «Værn» is added. Also the name of the tab, so it never names a person. */
  title: string
  /** Puts the address prefix of the space before a path. */
  href: (path: string) => string
  assets: Pick<Assets, 'url'>
  banner?: SpaceBanner | undefined
  /** The same page in the other language. */
  langHref?: string | undefined
  /** Extra elements for the head, such as a description. */
  head?: ComponentChildren
  children?: ComponentChildren
}

export const Document = (props: {
  lang: Lang
  title: string
  assets: Pick<Assets, 'url'>
  sheet: 'public.css' | 'staff.css'
  head?: ComponentChildren
  children?: ComponentChildren
}): VNode => (
  <html lang={props.lang}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <meta name="format-detection" content="telephone=no" />
      <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
      <title>{props.title === 'Værn' ? 'Værn' : `${props.title} – Værn`}</title>
      <link
        rel="preload"
        as="font"
        type="font/woff2"
        crossorigin="anonymous"
        href={props.assets.url('plex-regular.woff2')}
      />
      <link rel="stylesheet" href={props.assets.url(props.sheet)} data-turbo-track="reload" />
      {props.head}
    </head>
    <body>{props.children}</body>
  </html>
)

export const SkipLink = ({ lang }: { lang: Lang }): VNode => (
  <a class="skip" href="#main">
    {t(lang, 'skip')}
  </a>
)

export const SpaceBand = (props: { lang: Lang; banner?: SpaceBanner | undefined }): VNode | null =>
  props.banner ? (
    <section
      class={`space-band space-band--${props.banner.kind}`}
      aria-label={t(props.lang, `band.${props.banner.kind}`)}
    >
      <div class="wrap">
        {t(props.lang, `band.${props.banner.kind}`)}: {props.banner.text}
      </div>
    </section>
  ) : null
