import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import type { Refused } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { sayDate, sayMoment } from '#kit/time/index.ts'
import { Button, Card, ErrorSummary, Form, Notice, Panel, TextField } from '#kit/ui/index.ts'
import type { Merge, Suggestion } from '../duplicates/queries.ts'
import { personHref } from '../parts.ts'
import { sayCard } from '../queries/cards.ts'
import type { PersonDetails } from '../queries/person.ts'
import type { Involved, Card as PersonCard } from '../schema.ts'
import { t } from '../texts.ts'
import { personShell } from './person-shell.tsx'

type View = Ctx<unknown, unknown, unknown>

export interface DuplicatesView {
  involved: Involved
  me: PersonDetails | null
  suggestions: (Suggestion & { card: PersonCard | undefined; person: PersonDetails | null })[]
  merges: Merge[]
  cards: Map<string, PersonCard>
  refused: Refused | null
}

/** Records that may be the same person, to be judged by somebody who knows both (PER-02). */
export const duplicatesPage = (ctx: View, view: DuplicatesView): Promise<VNode> => {
  const { lang } = ctx
  return personShell(
    ctx,
    { involved: view.involved, tab: 'identity', title: t(lang, 'duplicates.title') },
    <>
      <ErrorSummary
        lang={lang}
        errors={view.refused?.errors ?? {}}
        general={view.refused?.general}
      />
      <Panel title={t(lang, 'duplicates.title')}>
        <p>{t(lang, 'duplicates.lead')}</p>
        {view.suggestions.length === 0 ? (
          <p class="muted">{t(lang, 'duplicates.none')}</p>
        ) : (
          view.suggestions.map((each) => (
            <Suggested key={each.id} ctx={ctx} view={view} one={each} />
          ))
        )}
      </Panel>
      {view.merges.length > 0 ? (
        <Panel title={t(lang, 'merges.title')}>
          {view.merges.map((merge) => (
            <MergeCard key={merge.id} ctx={ctx} view={view} merge={merge} />
          ))}
        </Panel>
      ) : null}
    </>,
  )
}

const born = (ctx: View, person: PersonDetails | null): string =>
  person?.birthDate
    ? sayDate(person.birthDate, ctx.lang)
    : (person?.birthYear?.toString() ?? t(ctx.lang, 'not-told'))

const Suggested = (props: {
  ctx: View
  view: DuplicatesView
  one: DuplicatesView['suggestions'][number]
}): VNode => {
  const { ctx, view, one } = props
  const { lang } = ctx
  return (
    <Card>
      <h3>
        <a href={ctx.href(personHref(one.id))}>{sayCard(one.card, lang)}</a>
      </h3>
      <p>{t(lang, `duplicates.why.${one.why}`)}</p>
      <p class="muted">
        {t(lang, 'duplicates.born', { here: born(ctx, view.me), there: born(ctx, one.person) })}
      </p>
      <Form
        action={ctx.href(`${personHref(view.involved.card.id)}/merge`)}
        hidden={{ fold: one.id, key: randomUUID() }}
      >
        <TextField
          lang={lang}
          name="reason"
          scope={one.id}
          required
          label={t(lang, 'merge.reason')}
          hint={t(lang, 'merge.reason.hint')}
          maxLength={1000}
        />
        <Button kind="secondary">{t(lang, 'merge.do')}</Button>
      </Form>
    </Card>
  )
}

const MergeCard = (props: { ctx: View; view: DuplicatesView; merge: Merge }): VNode => {
  const { ctx, view, merge } = props
  const { lang } = ctx
  const action = ctx.href(`${personHref(view.involved.card.id)}/merges/${merge.id}`)
  const other = merge.person === view.involved.card.id ? merge.folded : merge.person
  const state = merge.undoneAt ? 'undone' : merge.mergedAt ? 'merged' : 'waits'
  const open = merge.undoneAt === null
  const waitsOnMe = state === 'waits' && merge.askedBy !== ctx.actor.id
  return (
    <Card edge={state === 'waits' ? 'limited' : undefined}>
      <h3>
        <a href={ctx.href(personHref(other))}>{sayCard(view.cards.get(other), lang)}</a>
      </h3>
      <p>
        {t(lang, `merge.${state}`)}{' '}
        {t(lang, 'merge.asked', {
          who: merge.askedByName,
          when: sayMoment(merge.askedAt.getTime(), lang),
          reason: merge.reason,
        })}
      </p>
      {merge.approvedByName ? (
        <p>{t(lang, 'merge.approved', { who: merge.approvedByName })}</p>
      ) : null}
      {merge.undoReason ? (
        <p>{t(lang, 'merge.undone.because', { reason: merge.undoReason })}</p>
      ) : null}
      {state === 'waits' ? (
        <Notice lang={lang} kind="warning" title={t(lang, 'merge.differ')}>
          <p>{t(lang, waitsOnMe ? 'merge.differ.you' : 'merge.differ.another')}</p>
          {waitsOnMe ? (
            <Form action={`${action}/approve`}>
              <Button>{t(lang, 'merge.approve')}</Button>
            </Form>
          ) : null}
        </Notice>
      ) : null}
      {open ? (
        <Form action={`${action}/undo`}>
          <TextField
            lang={lang}
            name="reason"
            scope={merge.id}
            required
            label={t(lang, 'merge.undo.reason')}
            maxLength={1000}
          />
          <Button kind="quiet">{t(lang, 'merge.undo')}</Button>
        </Form>
      ) : null}
    </Card>
  )
}
