import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  Notice,
  type Option,
  Pager,
  Select,
  Table,
  Tag,
  TextField,
} from '#kit/ui/index.ts'
import { personHref } from '../parts.ts'
import { workplaces } from '../policy.ts'
import { sayCard } from '../queries/cards.ts'
import type { Card } from '../schema.ts'
import { t } from '../texts.ts'
import { careTopic } from '../topics.ts'
import { NumberFields, PersonFields, personLabels } from './person-fields.tsx'
import { sayLanguages } from './say.ts'

type View = Ctx<unknown, unknown, unknown>

export interface ListView {
  people: Card[]
  next: string | null
  /** The text that narrows the list, where one was sent. */
  text: string
  /** A number was looked up and nobody whom I am involved with has it. */
  notFound: boolean
}

/**
 * Those whom I am involved with. Text and numbers are sent as forms: they never stand in an address. Live
 * only where nothing was typed, since a refresh asks by the address.
 */
export const listPage = (ctx: View, view: ListView): VNode => {
  const { lang } = ctx
  const live = view.text === '' && !view.notFound
  return staffShell(
    ctx,
    {
      title: t(lang, 'list.title'),
      current: '/people',
      ...(live
        ? { topics: workplaces(ctx.actor).map((each) => careTopic(ctx.space, each, 'person')) }
        : {}),
      actions: <Button href={ctx.href('/people/new')}>{t(lang, 'list.new')}</Button>,
    },
    <div class="stack">
      {view.notFound ? <NotFound ctx={ctx} /> : null}
      <Search ctx={ctx} text={view.text} />
      <People ctx={ctx} view={view} />
      <p class="no-print">
        <a href={ctx.href('/break-glass')}>{t(lang, 'list.break-glass')}</a>
      </p>
    </div>,
  )
}

const NotFound = ({ ctx }: { ctx: View }): VNode => (
  <Notice lang={ctx.lang} kind="info" title={t(ctx.lang, 'look-up.none')} announce>
    <p>{t(ctx.lang, 'look-up.none.next')}</p>
  </Notice>
)

const Search = ({ ctx, text }: { ctx: View; text: string }): VNode => {
  const { lang } = ctx
  return (
    <div class="grid">
      <Form action={ctx.href('/people')} label={t(lang, 'list.filter')}>
        <TextField
          lang={lang}
          name="text"
          type="search"
          quiet
          label={t(lang, 'list.filter')}
          hint={t(lang, 'list.filter.hint')}
          value={text}
          maxLength={100}
        />
        <Actions>
          <Button kind="secondary">{t(lang, 'list.filter.do')}</Button>
          {text ? (
            <Button kind="quiet" href={ctx.href('/people')}>
              {t(lang, 'list.filter.clear')}
            </Button>
          ) : null}
        </Actions>
      </Form>
      <Form action={ctx.href('/people/look-up')} label={t(lang, 'look-up.title')}>
        <TextField
          lang={lang}
          name="number"
          quiet
          label={t(lang, 'look-up.title')}
          hint={t(lang, 'look-up.hint')}
          maxLength={60}
          spellcheck={false}
        />
        <Actions>
          <Button kind="secondary">{t(lang, 'look-up.do')}</Button>
        </Actions>
      </Form>
    </div>
  )
}

const People = ({ ctx, view }: { ctx: View; view: ListView }): VNode => {
  const { lang } = ctx
  return (
    <div>
      <Table
        lang={lang}
        caption={t(lang, 'list.title')}
        captionHidden
        rows={view.people}
        rowKey={(card) => card.id}
        empty={<p>{t(lang, view.text ? 'list.none-found' : 'list.none')}</p>}
        columns={[
          {
            key: 'called',
            label: t(lang, 'list.person'),
            cell: (card) => (
              <>
                <a href={ctx.href(personHref(card.id))}>{sayCard(card, lang)}</a>{' '}
                {card.protected ? <Tag tone="info">{t(lang, 'protected.tag')}</Tag> : null}
              </>
            ),
          },
          {
            key: 'name',
            label: t(lang, 'person.name'),
            cell: (card) => (card.name === card.called ? '' : (card.name ?? '')),
          },
          { key: 'reference', label: t(lang, 'header.reference'), cell: (card) => card.reference },
          {
            key: 'languages',
            label: t(lang, 'person.languages'),
            cell: (card) => sayLanguages(lang, card.languages),
          },
        ]}
      />
      {view.text && view.next ? (
        <Form action={ctx.href('/people')} hidden={{ text: view.text, cursor: view.next }}>
          <Button kind="secondary">{t(lang, 'list.next')}</Button>
        </Form>
      ) : (
        <Pager
          lang={lang}
          shown={view.people.length}
          nextHref={view.next ? ctx.href(`/people?cursor=${view.next}`) : null}
        />
      )}
    </div>
  )
}

/** Registering somebody: a name or an alias is all that is asked for. */
export const newPersonPage = (
  ctx: View,
  organisations: Option[],
  refused: Refused | null,
): VNode => {
  const { lang } = ctx
  const typed = typedIn(ctx)
  const numberRefused = refused?.errors.number !== undefined
  return staffShell(
    ctx,
    { title: t(lang, 'new.title'), current: '/people' },
    <div class="stack prose">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={personLabels(lang)}
      />
      <p>{t(lang, 'new.lead')}</p>
      <Form
        action={ctx.href('/people/new')}
        hidden={{ key: oneOf(typed, 'key') || randomUUID() }}
        label={t(lang, 'new.title')}
      >
        <PersonFields lang={lang} typed={typed} refused={refused} />
        {organisations.length > 1 ? (
          <Select
            lang={lang}
            name="organisation"
            label={t(lang, 'new.organisation')}
            options={organisations}
            value={oneOf(typed, 'organisation')}
            required
            errors={refused?.errors}
          />
        ) : null}
        <details open={numberRefused}>
          <summary>{t(lang, 'number.add')}</summary>
          <p>{t(lang, 'number.lead')}</p>
          <NumberFields lang={lang} typed={typed} refused={refused} />
        </details>
        <Actions>
          <Button>{t(lang, 'new.do')}</Button>
          <Button kind="quiet" href={ctx.href('/people')}>
            {t(lang, 'cancel')}
          </Button>
        </Actions>
      </Form>
    </div>,
  )
}
