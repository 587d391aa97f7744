import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { sayDate, sayMoment } from '#kit/time/index.ts'
import { Notice } from '#kit/ui/index.ts'
import type { ShownNumber } from '../identity/numbers.ts'
import { personShell } from '../pages/person-shell.tsx'
import { sayLanguages, sayPurpose } from '../pages/say.ts'
import type { Said } from '../plan/copy.ts'
import type { Involvement } from '../queries/involvements.ts'
import type { PersonDetails } from '../queries/person.ts'
import { consentState } from '../rules.ts'
import type { Consent, Involved } from '../schema.ts'
import { t } from '../texts.ts'
import type { PersonLook } from '../trust/queries.ts'

type View = Ctx<unknown, unknown, unknown>

export interface CopyView {
  involved: Involved
  person: PersonDetails | null
  numbers: ShownNumber[]
  consents: Consent[]
  involvements: Involvement[]
  plan: Said[]
  looks: PersonLook[]
  /** What other slices say, in their order. */
  parts: { key: string; section: VNode }[]
  names: Map<string, string>
}

/**
 * The person's own copy, to be printed or read together: who I am here, what I have agreed to, the plan, and
 * who has looked at what, in plain words and without MitID (L2, SEC-01). Numbers are masked, since paper is left
 * on printers.
 */
export const copyPage = (ctx: View, view: CopyView): Promise<VNode> => {
  const { lang } = ctx
  return personShell(
    ctx,
    { involved: view.involved, tab: 'copy', title: t(lang, 'tab.copy') },
    <div class="prose stack">
      <p class="no-print">{t(lang, 'copy.lead')}</p>
      {view.involved.rank < 3 || view.involved.card.pseudonymous ? (
        <Notice lang={lang} kind="info" title={t(lang, 'copy.part.title')}>
          <p>{t(lang, 'copy.part')}</p>
        </Notice>
      ) : null}
      <p>{t(lang, 'copy.printed', { when: sayMoment(ctx.now.getTime(), lang) })}</p>
      <Identity ctx={ctx} view={view} />
      <Agreed ctx={ctx} view={view} />
      <section>
        <h2>{t(lang, 'copy.who')}</h2>
        <Lines
          lines={view.involvements
            .filter((each) => each.inForce)
            .map((each) =>
              t(lang, 'copy.involved', {
                organisation: view.names.get(each.organisation) ?? '',
                level: t(lang, `level.${each.level}`),
                purpose: sayPurpose(lang, each.purpose),
              }),
            )}
          empty={t(lang, 'involvements.none')}
        />
      </section>
      <h2>{t(lang, 'tab.plan')}</h2>
      {view.plan
        .filter((said) => said.lines.length > 0)
        .map((said) => (
          <section key={said.title}>
            <h3>{said.title}</h3>
            <Lines lines={said.lines} empty="" />
          </section>
        ))}
      {view.parts.map((part) => (
        <div key={part.key}>{part.section}</div>
      ))}
      <Looks ctx={ctx} view={view} />
    </div>,
  )
}

const Lines = ({ lines, empty }: { lines: string[]; empty: string }): VNode =>
  lines.length === 0 ? (
    <p>{empty}</p>
  ) : (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )

const Identity = ({ ctx, view }: { ctx: View; view: CopyView }): VNode => {
  const { lang } = ctx
  const { person } = view
  const born = person?.birthDate ? sayDate(person.birthDate, lang) : person?.birthYear?.toString()
  const lines = [
    person?.alias ? t(lang, 'copy.called', { name: person.alias }) : null,
    person?.name ? t(lang, 'copy.name', { name: person.name }) : null,
    born ? t(lang, 'copy.born', { born }) : null,
    person && person.languages.length > 0
      ? t(lang, 'copy.languages', { languages: sayLanguages(lang, person.languages) })
      : null,
    ...view.numbers.map((number) => `${t(lang, `number.${number.kind}`)}: ${number.masked}`),
    person?.protected ? t(lang, 'copy.protected') : null,
  ]
  return (
    <section>
      <h2>{t(lang, 'copy.identity')}</h2>
      <Lines
        lines={lines.filter((line) => line !== null)}
        empty={t(lang, 'copy.code', { reference: view.involved.card.reference })}
      />
    </section>
  )
}

const Agreed = ({ ctx, view }: { ctx: View; view: CopyView }): VNode => {
  const { lang } = ctx
  return (
    <section>
      <h2>{t(lang, 'copy.consents')}</h2>
      <p>{t(lang, 'copy.consents.lead')}</p>
      <Lines
        lines={view.consents.map((consent) =>
          t(lang, 'copy.consent', {
            state: t(lang, `consent.state.${consentState(consent, ctx.now)}`),
            recipient: consent.recipient,
            topics: consent.topics.map((topic) => t(lang, `topic.${topic}`)).join(', '),
            purpose: sayPurpose(lang, consent.purpose),
            until: sayDate(consent.validUntil.getTime(), lang),
          }),
        )}
        empty={t(lang, 'consents.none')}
      />
    </section>
  )
}

/** One line for each day, person and kind of look: what happened often is said once, with how often. */
const sayLooks = ({ lang }: View, { looks, names }: CopyView): string[] => {
  const said = Map.groupBy(looks, (look) =>
    t(lang, 'copy.look', {
      when: sayDate(look.at.getTime(), lang),
      who: look.who,
      organisation: look.organisation ? (names.get(look.organisation) ?? '') : '',
      what: t(lang, `look.${look.what}`).toLowerCase(),
      reason: look.reason ? ` (${look.reason})` : '',
    }),
  )
  return [...said].map(([line, { length }]) =>
    length === 1 ? line : t(lang, 'copy.look.times', { line, n: length }),
  )
}

const Looks = ({ ctx, view }: { ctx: View; view: CopyView }): VNode => {
  const { lang } = ctx
  return (
    <section id="log">
      <h2>{t(lang, 'copy.looks')}</h2>
      {view.involved.card.pseudonymous ? (
        <Notice lang={lang} kind="info" title={t(lang, 'pseudonymous.title')}>
          <p>{t(lang, 'copy.looks.code')}</p>
        </Notice>
      ) : (
        <Lines lines={sayLooks(ctx, view)} empty={t(lang, 'copy.looks.none')} />
      )}
    </section>
  )
}
