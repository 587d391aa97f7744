import type { ComponentChildren, VNode } from 'preact'
import { hasRole } from '#kit/auth/actor.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { Actions, Button, Form, Tabs } from '#kit/ui/index.ts'
import { t } from '../texts.ts'

const tabs = [
  ['people', '/admin'],
  ['tokens', '/admin/tokens'],
  ['organisations', '/admin/organisations'],
  ['mandates', '/admin/mandates'],
  ['changes', '/admin/changes'],
] as const

export type AdminTab = (typeof tabs)[number][0]

/** A page of administration under its tabs; an auditor sees the change log alone. */
export const adminPage = (
  ctx: Ctx,
  options: { title: string; tab: AdminTab; actions?: ComponentChildren; head?: ComponentChildren },
  children: ComponentChildren,
): VNode => {
  const all = ctx.space.kind === 'live' && hasRole(ctx.actor, 'admin')
  const shown = tabs.filter(([name]) => all || name === 'changes')
  return staffShell(
    ctx,
    {
      title: options.title,
      current: all ? '/admin' : '/admin/changes',
      head: options.head,
      actions: options.actions,
    },
    <>
      <Tabs
        lang={ctx.lang}
        label={t(ctx.lang, 'admin.title')}
        items={shown.map(([name, path]) => ({
          label: t(ctx.lang, `tab.${name}`),
          href: ctx.href(path),
          current: name === options.tab,
        }))}
      />
      {children}
    </>,
  )
}

/** For a page that shows a secret once: no script keeps a copy for the way back. */
export const notKept = <meta name="turbo-cache-control" content="no-cache" />

/** Asks once more before something that cannot be taken back. */
export const Confirm = (props: {
  ctx: Ctx
  question: string
  what: ComponentChildren
  action: string
  yes: string
  back: string
  hidden?: Record<string, string>
}): VNode => (
  <Form action={props.action} hidden={props.hidden ?? {}}>
    <p>{props.question}</p>
    <p>
      <strong>{props.what}</strong>
    </p>
    <Actions>
      <Button kind="danger">{props.yes}</Button>
      <a href={props.back}>{t(props.ctx.lang, 'confirm.no')}</a>
    </Actions>
  </Form>
)
