/** Messages, facts in pairs, and tabs. */
import type { ComponentChildren, VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { safeUrl } from './safe-url.ts'
import { t } from './texts.ts'

export type NoticeKind = 'info' | 'success' | 'warning' | 'error'

/** A message. Read aloud when it appears only with `announce`, as after something was sent. */
export const Notice = (props: {
  lang: Lang
  kind?: NoticeKind
  /** A word for the kind unless told; colour is never alone. */
  title?: string
  announce?: boolean
  children?: ComponentChildren
}): VNode => {
  const { kind = 'info' } = props
  const role = kind === 'error' || kind === 'warning' ? 'alert' : 'status'
  return (
    <div class={`notice notice--${kind}`} role={props.announce ? role : undefined}>
      <p class="notice__title">{props.title ?? t(props.lang, `notice.${kind}`)}</p>
      {props.children}
    </div>
  )
}

/** Facts about one thing: what it is called and what it is. */
export const SummaryList = (props: {
  items: readonly { label: string; value: ComponentChildren }[]
}): VNode => (
  <dl class="summary">
    {props.items.map((item) => (
      <>
        <dt>{item.label}</dt>
        <dd>{item.value}</dd>
      </>
    ))}
  </dl>
)

/** Views of one thing, each with an address of its own. */
export const Tabs = (props: {
  lang: Lang
  label?: string
  items: readonly { label: string; href: string; current?: boolean }[]
}): VNode => (
  <nav class="tabs" aria-label={props.label ?? t(props.lang, 'tabs')}>
    <ul>
      {props.items.map((item) => (
        <li key={item.href}>
          <a href={safeUrl(item.href)} aria-current={item.current ? 'page' : undefined}>
            {item.label}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

/** A link whose address is checked; a refused address leaves the words without a link. */
export const Link = (props: {
  href: string | null | undefined
  rel?: string
  children?: ComponentChildren
}): VNode => {
  const href = safeUrl(props.href)
  return href ? (
    <a href={href} rel={props.rel}>
      {props.children}
    </a>
  ) : (
    <span>{props.children}</span>
  )
}
