import type { ComponentChildren, VNode } from 'preact'
import { hasRole, roles } from '../auth/actor.ts'
import { PublicPage, type SpaceBanner, StaffPage } from '../ui/index.ts'
import type { Ctx } from './route.ts'
import { shellTexts as t } from './shell-texts.ts'

/** Which world this is: a case or exercise cannot be missed, demonstration data says that it is fictional. */
const bannerOf = (ctx: Ctx): SpaceBanner | undefined => {
  if (ctx.space.kind !== 'live') {
    return {
      kind: ctx.space.kind,
      text: t(ctx.lang, `banner.${ctx.space.kind}`, { title: ctx.space.title[ctx.lang] }),
    }
  }
  return ctx.space.demo ? { kind: 'demo', text: t(ctx.lang, 'banner.demo') } : undefined
}

/** This page in the other language: the choice is kept in a cookie and the reader comes back here. */
const otherLanguage = (ctx: Ctx): string => {
  const other = ctx.lang === 'da' ? 'en' : 'da'
  const [path = '/', search = ''] = ctx.path.split('?')
  const query = new URLSearchParams(search)
  query.delete('lang')
  const back = query.size > 0 ? `${path}?${query}` : path
  // After a form was sent there is no page to come back to by GET.
  const target = ctx.request.method === 'GET' ? back : '/'
  return ctx.href(`/language/${other}?back=${encodeURIComponent(ctx.href(target))}`)
}

export interface ShellOptions {
  title: string
  /** Extra elements for the head. */
  head?: ComponentChildren
}

/** A page for everybody: no script, a quick way out. */
export const publicShell = (
  ctx: Ctx,
  options: ShellOptions,
  children: ComponentChildren,
): VNode => (
  <PublicPage
    lang={ctx.lang}
    title={options.title}
    href={ctx.href}
    assets={ctx.assets}
    banner={bannerOf(ctx)}
    langHref={otherLanguage(ctx)}
    head={
      <>
        <meta name="description" content={t(ctx.lang, 'description')} />
        {options.head}
      </>
    }
    leaveHref={ctx.config.exitUrl}
    footerLinks={[{ label: t(ctx.lang, 'forStaff'), href: ctx.href('/login') }]}
  >
    {children}
  </PublicPage>
)

export interface StaffShellOptions extends ShellOptions {
  /** Path of the menu item that this page belongs to. */
  current?: string
  /** Topics that refresh the page by themselves; left out where the page is wound back in time. */
  topics?: string[]
  /** `null` where the page brings its own `h1`. */
  heading?: string | null
  actions?: ComponentChildren
}

const whoIs = (ctx: Ctx): string => {
  const held = roles.filter((role) => hasRole(ctx.actor, role))
  const named = held.map((role) => t(ctx.lang, `role.${role}`)).join(', ')
  return named === '' ? ctx.actor.name : `${ctx.actor.name} · ${named}`
}

/** A page for those at work: menu by role, who I am, live. In a case space anyone may read it. */
export const staffShell = (
  ctx: Ctx,
  options: StaffShellOptions,
  children: ComponentChildren,
): VNode => (
  <StaffPage
    lang={ctx.lang}
    title={options.title}
    href={ctx.href}
    assets={ctx.assets}
    banner={bannerOf(ctx)}
    langHref={otherLanguage(ctx)}
    head={options.head}
    heading={options.heading}
    actions={options.actions}
    topics={options.topics}
    livePosition={options.topics ? ctx.livePosition : undefined}
    now={options.topics ? ctx.now : undefined}
    holdsTyped={ctx.request.method === 'POST'}
    loginHref="/login"
    user={
      ctx.actor.kind === 'public'
        ? undefined
        : { label: whoIs(ctx), href: '/me', logoutHref: '/logout' }
    }
    nav={ctx.menu
      .filter((item) => item.policy === 'public' || item.policy.allows(ctx.actor, ctx))
      .map((item) => ({
        label: item.label[ctx.lang],
        href: ctx.href(item.path),
        current: item.path === options.current,
      }))}
  >
    {children}
  </StaffPage>
)
