import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import type { Refused, Typed } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { sayDate } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  Notice,
  Panel,
  Select,
  SummaryList,
} from '#kit/ui/index.ts'
import type { Hold } from '../commands/hold.ts'
import type { ShownNumber } from '../identity/numbers.ts'
import { personHref } from '../parts.ts'
import type { PersonDetails } from '../queries/person.ts'
import { type Involved, protectionReasons } from '../schema.ts'
import { t } from '../texts.ts'
import { Holds } from './holds.tsx'
import { NumberFields, PersonFields, personLabels } from './person-fields.tsx'
import { personShell } from './person-shell.tsx'
import { sayLanguages } from './say.ts'

type View = Ctx<unknown, unknown, unknown>

export interface IdentityView {
  involved: Involved
  /** Null where the actor knows the reference alone. */
  person: PersonDetails | null
  numbers: ShownNumber[]
  /** How many records may be the same person. */
  duplicates: number
  holds: Hold[]
  /** The form that was refused, with what was typed; a number is never shown again. */
  refused: { form: 'person' | 'number' | 'protection' | 'hold'; by: Refused; typed: Typed } | null
}

type Props = IdentityView & { ctx: View }

/** Who the person is: to those who may know it. */
export const identityPage = (ctx: View, view: IdentityView): Promise<VNode> => {
  const { lang } = ctx
  const { involved, person, refused } = view
  return personShell(
    ctx,
    { involved, tab: 'identity', title: t(lang, 'tab.identity') },
    <>
      <ErrorSummary
        lang={lang}
        errors={refused?.by.errors ?? {}}
        general={refused?.by.general}
        scope={refused?.form}
        labels={personLabels(lang)}
      />
      {view.duplicates > 0 ? (
        <Notice lang={lang} kind="info" title={t(lang, 'duplicates.maybe')}>
          <p>
            <a href={ctx.href(`${personHref(involved.card.id)}/duplicates`)}>
              {t(lang, 'duplicates.see', { n: view.duplicates })}
            </a>
          </p>
        </Notice>
      ) : null}
      {person ? (
        <div class="grid">
          <Identity ctx={ctx} {...view} person={person} />
          <Numbers ctx={ctx} {...view} />
          {person.organisation === involved.organisation ? (
            <Protection ctx={ctx} {...view} person={person} />
          ) : null}
          <Holds
            ctx={ctx}
            person={involved.card.id}
            holds={view.holds}
            refused={refused?.form === 'hold' ? refused.by : null}
          />
        </div>
      ) : (
        <Notice lang={lang} kind="info" title={t(lang, 'pseudonymous.title')}>
          <p>{t(lang, 'pseudonymous.text')}</p>
        </Notice>
      )}
    </>,
  )
}

const Identity = (props: Props & { person: PersonDetails }): VNode => {
  const { ctx, person, refused } = props
  const { lang } = ctx
  const mine = refused?.form === 'person' ? refused : null
  const typed: Typed = mine?.typed ?? {
    name: person.name ?? '',
    alias: person.alias ?? '',
    birthDate: person.birthDate ?? '',
    birthYear: person.birthYear === null ? '' : String(person.birthYear),
    languages: sayLanguages(lang, person.languages),
  }
  const unknown = t(lang, 'not-told')
  return (
    <Panel title={t(lang, 'identity.title')}>
      <SummaryList
        items={[
          { label: t(lang, 'person.alias'), value: person.alias ?? unknown },
          { label: t(lang, 'person.name'), value: person.name ?? unknown },
          {
            label: t(lang, 'identity.birth'),
            value: person.birthDate
              ? sayDate(person.birthDate, lang)
              : (person.birthYear ?? unknown),
          },
          {
            label: t(lang, 'person.languages'),
            value: sayLanguages(lang, person.languages) || unknown,
          },
        ]}
      />
      <details open={mine !== null}>
        <summary>{t(lang, 'identity.edit')}</summary>
        <Form
          action={ctx.href(`${personHref(person.id)}/edit`)}
          hidden={{ version: person.version, key: randomUUID() }}
        >
          <PersonFields lang={lang} typed={typed} refused={mine?.by ?? null} scope="person" />
          <Button>{t(lang, 'save')}</Button>
        </Form>
      </details>
    </Panel>
  )
}

const Numbers = ({ ctx, involved, numbers, refused }: Props): VNode => {
  const { lang } = ctx
  const mine = refused?.form === 'number' ? refused : null
  const action = ctx.href(`${personHref(involved.card.id)}/numbers`)
  return (
    <Panel title={t(lang, 'numbers.title')}>
      {numbers.length === 0 ? <p class="muted">{t(lang, 'numbers.none')}</p> : null}
      {numbers.map((number) => (
        <Form key={number.id} action={`${action}/${number.id}/end`} class="row">
          <span>{`${t(lang, `number.${number.kind}`)}: ${number.masked}`}</span>
          <Button kind="quiet" label={`${t(lang, 'number.end')}: ${number.masked}`}>
            {t(lang, 'number.end')}
          </Button>
        </Form>
      ))}
      <details open={mine !== null}>
        <summary>{t(lang, 'number.add')}</summary>
        <p>{t(lang, 'number.lead')}</p>
        <Form action={action}>
          <NumberFields
            lang={lang}
            typed={mine?.typed ?? {}}
            refused={mine?.by ?? null}
            scope="number"
          />
          <Button kind="secondary">{t(lang, 'number.save')}</Button>
        </Form>
      </details>
    </Panel>
  )
}

const Protection = (props: Props & { person: PersonDetails }): VNode => {
  const { ctx, person, refused } = props
  const { lang } = ctx
  const mine = refused?.form === 'protection' ? refused : null
  const action = ctx.href(`${personHref(person.id)}/protection`)
  return (
    <Panel title={t(lang, 'protection.title')}>
      <p>{t(lang, person.protected ? 'protection.on' : 'protection.off')}</p>
      {person.protectionReason ? (
        <p>
          {t(lang, 'protection.because', {
            reason: t(lang, `protection.${person.protectionReason}`),
          })}
        </p>
      ) : null}
      <details open={mine !== null}>
        <summary>{t(lang, person.protected ? 'protection.end' : 'protection.begin')}</summary>
        <p>{t(lang, person.protected ? 'protection.end.lead' : 'protection.begin.lead')}</p>
        <Form action={action} hidden={{ way: person.protected ? 'end' : 'begin' }}>
          {person.protected ? null : (
            <Select
              lang={lang}
              scope="protection"
              name="reason"
              required
              label={t(lang, 'protection.reason')}
              options={protectionReasons.map((value) => ({
                value,
                label: t(lang, `protection.${value}`),
              }))}
              errors={mine?.by.errors}
            />
          )}
          <Actions>
            <Button kind={person.protected ? 'danger' : 'primary'}>
              {t(lang, person.protected ? 'protection.end' : 'protection.begin')}
            </Button>
          </Actions>
        </Form>
      </details>
    </Panel>
  )
}
