import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, type Typed, typedIn } from '#kit/http/forms.ts'
import { sayMoment } from '#kit/time/index.ts'
import { Actions, Button, ErrorSummary, Form, Link, Notice, Panel, Table } from '#kit/ui/index.ts'
import { personShell } from '../../pages/person-shell.tsx'
import { personHref } from '../../parts.ts'
import type { FormShown, View } from '../form-shape.ts'
import { t } from '../texts.ts'

/**
 * A form of the plan. Refused, it holds what was typed; stale, it shows both versions and sends mine
 * again on top only where I say so (rule 9).
 */
export const formPage = (ctx: View, shown: FormShown): Promise<VNode> => {
  const { lang } = ctx
  const { form, involved, item, kept, refused, stale } = shown
  const back = ctx.href(personHref(involved.card.id))
  const typed: Typed = refused ? { ...kept.values, ...typedIn(ctx) } : kept.values
  const version = stale ? Number(stale.current.version) : (typed.version ?? kept.version)
  const submit = form.submit?.(ctx) ?? t(lang, 'form.save')
  return personShell(
    ctx,
    { involved, tab: 'plan', title: form.title(ctx) },
    <>
      {stale ? (
        <Both ctx={ctx} shown={shown} />
      ) : (
        <ErrorSummary
          lang={lang}
          errors={refused?.errors ?? {}}
          general={refused?.general}
          labels={form.labels(ctx)}
        />
      )}
      <Panel title={form.title(ctx)}>
        {kept.above}
        <Form
          action={ctx.href(`/people/${involved.card.id}/plan/${form.path.replace(':item', item)}`)}
          // Each showing of the page has its own: a second tap on the same button is received once.
          hidden={{
            key: randomUUID(),
            ...kept.hidden,
            ...(form.versioned ? { version: String(version) } : {}),
          }}
          label={form.title(ctx)}
        >
          {form.fields(ctx, typed, refused, kept)}
          <Actions>
            <Button>{stale ? t(lang, 'stale.send') : submit}</Button>
            <Link href={back}>{t(lang, stale ? 'stale.drop' : 'form.cancel')}</Link>
          </Actions>
        </Form>
      </Panel>
    </>,
  )
}

interface Row {
  name: string
  label: string
  mine: string
  theirs: string
}

/** Both versions side by side, as far as they differ. */
const Both = ({ ctx, shown }: { ctx: View; shown: FormShown }): VNode | null => {
  const { lang } = ctx
  const { form, stale } = shown
  if (!stale) return null
  const mine = typedIn(ctx)
  const theirs = form.shown?.(stale.current) ?? {}
  const said = (name: string, typed: Typed): string => {
    const value = oneOf(typed, name)
    if (value === '') return t(lang, 'stale.empty')
    return form.say?.(ctx, name, value) ?? value
  }
  const rows: Row[] = Object.entries(form.labels(ctx))
    .filter(([name]) => mine[name] !== undefined)
    .map(([name, label]) => ({ name, label, mine: said(name, mine), theirs: said(name, theirs) }))
    .filter((row) => row.mine !== row.theirs)
  const { editedByName, editedAt } = stale.current as { editedByName: string; editedAt: Date }
  return (
    <Notice lang={lang} kind="warning" title={t(lang, 'stale.title')} announce>
      <p>
        {t(lang, 'stale.lead', { name: editedByName, when: sayMoment(editedAt.getTime(), lang) })}
      </p>
      <Table<Row>
        lang={lang}
        caption={t(lang, 'stale.title')}
        captionHidden
        rows={rows}
        rowKey={(row) => row.name}
        empty={<p>{t(lang, 'stale.same')}</p>}
        columns={[
          { key: 'field', label: t(lang, 'stale.field'), cell: (row) => row.label },
          { key: 'mine', label: t(lang, 'stale.mine'), cell: (row) => row.mine },
          { key: 'theirs', label: t(lang, 'stale.theirs'), cell: (row) => row.theirs },
        ]}
      />
    </Notice>
  )
}
