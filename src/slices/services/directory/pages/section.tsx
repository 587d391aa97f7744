import { randomUUID } from 'node:crypto'
import type { ComponentChildren, VNode } from 'preact'
import { type Refused, type Typed, typedIn } from '#kit/http/forms.ts'
import { Actions, Button, Form, Link, Notice, Panel, Table } from '#kit/ui/index.ts'
import { StaleEdit } from '../../commands.ts'
import type { Detail } from '../detail.ts'
import { directoryTexts as t } from '../texts.ts'
import type { Choices } from './basics.tsx'
import { errorsOf, type Shown, type View } from './fields.tsx'

/** The forms of a service's page; each has its address under the service and its place on the page. */
export const forms = {
  basics: 'basics',
  address: 'address',
  who: 'who',
  hours: 'hours',
  dated: 'hours',
  'dated-remove': 'hours',
  stops: 'stops',
  'stop-change': 'stops',
  extend: 'temporary',
  law: 'law',
  critical: 'critical',
  limits: 'limits',
  close: 'close',
  merge: 'close',
} as const
export type FormName = keyof typeof forms

export interface ServiceView {
  ctx: View
  detail: Detail
  choices: Choices
  /** Municipalities by code. */
  municipalities: Map<string, string>
  /** The form that was refused, and why. */
  form: FormName | null
  refused: Refused | null
  /** The form that has just been received; `new` where the service was added. */
  saved: FormName | 'new' | 'merged' | null
}

/** A form as it is shown: what was typed where it was refused, else what is kept. */
export const shownOf = (view: ServiceView, scope: FormName, kept: Typed): Shown => {
  const own = view.form === scope && view.refused !== null
  return {
    ctx: view.ctx,
    scope,
    typed: own ? typedIn(view.ctx) : kept,
    errors: own ? errorsOf(view.refused) : {},
  }
}

const staleOf = (view: ServiceView, name: FormName): StaleEdit | null =>
  view.form === name && view.refused?.error instanceof StaleEdit ? view.refused.error : null

/** A part of the page under its own address; says that its form was received. */
export const Section = (props: {
  view: ServiceView
  id: (typeof forms)[FormName]
  title: string
  children?: ComponentChildren
}): VNode => {
  const { saved, ctx } = props.view
  const here = saved !== null && saved in forms && forms[saved as FormName] === props.id
  return (
    <Panel title={props.title} id={props.id}>
      {here ? <Notice lang={ctx.lang} kind="success" title={t(ctx.lang, 'saved')} /> : null}
      <div class="form">{props.children}</div>
    </Panel>
  )
}

/** A form of a section. It carries the version that was seen and a key of its own. */
export const SectionForm = (props: {
  view: ServiceView
  name: FormName
  label: string
  submit?: string
  danger?: boolean
  hidden?: Record<string, string>
  children?: ComponentChildren
}): VNode => {
  const { view, name } = props
  const { ctx, detail } = view
  const stale = staleOf(view, name)
  const version = stale?.current.version ?? detail.service.version
  return (
    <Form
      action={ctx.href(`/directory/${detail.service.id}/${name}`)}
      hidden={{ version, key: randomUUID(), ...props.hidden }}
      label={props.label}
    >
      {props.children}
      <Actions>
        <Button kind={props.danger ? 'danger' : 'primary'}>
          {stale ? t(ctx.lang, 'save.mine') : (props.submit ?? t(ctx.lang, 'save'))}
        </Button>
      </Actions>
    </Form>
  )
}

/**
 * Where somebody saved another version meanwhile: both side by side, as far as they differ (rule 9).
 * `say` gives a field's value in words.
 */
export const BothVersions = (props: {
  view: ServiceView
  name: FormName
  fields: readonly { name: string; label: string }[]
  saved: Typed
  say: (field: string, typed: Typed) => string
}): VNode | null => {
  const { view, name, say } = props
  const { lang, href } = view.ctx
  if (staleOf(view, name) === null) return null
  const mine = typedIn(view.ctx)
  const rows = props.fields
    .map((field) => ({
      ...field,
      theirs: say(field.name, props.saved),
      mine: say(field.name, mine),
    }))
    .filter((row) => row.theirs !== row.mine)
  const nothing = t(lang, 'stale.nothing')
  return (
    <Notice lang={lang} kind="warning" title={t(lang, 'stale.title')}>
      <p>{t(lang, 'stale.lead')}</p>
      <Table
        lang={lang}
        caption={t(lang, 'stale.title')}
        captionHidden
        dense
        rows={rows}
        rowKey={(row) => row.name}
        empty={<p>{t(lang, 'stale.same')}</p>}
        columns={[
          { key: 'field', label: t(lang, 'stale.field'), cell: (row) => row.label },
          { key: 'theirs', label: t(lang, 'stale.theirs'), cell: (row) => row.theirs || nothing },
          { key: 'mine', label: t(lang, 'stale.mine'), cell: (row) => row.mine || nothing },
        ]}
      />
      <p>
        <Link href={href(`/directory/${view.detail.service.id}#${forms[name]}`)}>
          {t(lang, 'stale.keep')}
        </Link>
      </p>
    </Notice>
  )
}

/** A form that adds something: folded away until it is wanted, or was refused. */
export const Fold = (props: {
  view: ServiceView
  name: FormName
  title: string
  children?: ComponentChildren
}): VNode => (
  <details open={props.view.form === props.name}>
    <summary>{props.title}</summary>
    <div class="form">{props.children}</div>
  </details>
)
