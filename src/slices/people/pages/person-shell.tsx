import type { ComponentChildren, VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import type { Lang } from '#kit/i18n/index.ts'
import { localDate, sayDate, sayMoment } from '#kit/time/index.ts'
import { Notice, SummaryList, Tabs, Tag } from '#kit/ui/index.ts'
import { personTabs } from '../parts.ts'
import { ColourOfNeed } from '../plan/colour.tsx'
import type { Assessment, Contact, ModeInForce } from '../plan/rows.ts'
import { isInForce } from '../plan/rules.ts'
import { type Whole, wholeOf } from '../plan/whole.ts'
import { sayCard } from '../queries/cards.ts'
import type { Involved } from '../schema.ts'
import { t } from '../texts.ts'
import { careTopic } from '../topics.ts'
import { sayLanguages } from './say.ts'

type View = Ctx<unknown, unknown, unknown>

/** What the head of every page about a person says of them. */
type Header = Pick<Whole, 'modes' | 'contact' | 'openUntil' | 'assessments'>

const headerOf = (ctx: View, person: string): Promise<Header> =>
  read(ctx.space, ctx.actor, (tx) => wholeOf(tx, person), { keepPlans: true })

/** How the person wants to be met and reached, in one line. Never Digital Post for one who is not digital. */
const sayContact = (lang: Lang, contact: Contact): string =>
  [
    contact.meeting === 'unknown' ? null : t(lang, `meeting.${contact.meeting}`),
    contact.channel === 'unknown' ? null : t(lang, `channel.${contact.channel}`),
    contact.via,
    contact.digital === 'no' ? t(lang, 'not-digital') : null,
    contact.interpreter
      ? t(lang, 'interpreter', { language: sayLanguages(lang, [contact.interpreter]) })
      : null,
  ]
    .filter(Boolean)
    .join(' · ')

const Modes = ({
  lang,
  modes,
  today,
}: {
  lang: Lang
  modes: ModeInForce[]
  today: string
}): VNode => (
  <Notice lang={lang} kind="warning" title={t(lang, 'modes.title')}>
    <ul>
      {modes.map((each) => (
        <li key={each.mode}>
          <strong>{t(lang, `mode.${each.mode}`)}</strong>
          {`: ${each.reason}. `}
          <span class="muted">
            {t(lang, each.reviewOn < today ? 'modes.overdue' : 'modes.review', {
              date: sayDate(each.reviewOn, lang),
            })}
          </span>
        </li>
      ))}
    </ul>
  </Notice>
)

const Facts = ({ ctx, involved, contact, need }: PropsOfFacts): VNode => {
  const { lang } = ctx
  const { card } = involved
  return (
    <SummaryList
      items={[
        { label: t(lang, 'header.reference'), value: card.reference },
        ...(card.name !== null && card.name !== card.called
          ? [{ label: t(lang, 'person.name'), value: card.name }]
          : []),
        ...(card.languages.length > 0
          ? [{ label: t(lang, 'person.languages'), value: sayLanguages(lang, card.languages) }]
          : []),
        ...(contact && sayContact(lang, contact) !== ''
          ? [{ label: t(lang, 'header.contact'), value: sayContact(lang, contact) }]
          : []),
        ...(need
          ? [{ label: t(lang, 'header.need'), value: <ColourOfNeed lang={lang} need={need} /> }]
          : []),
      ]}
    />
  )
}

interface PropsOfFacts {
  ctx: View
  involved: Involved
  contact: Contact | null
  /** The newest judgement of need, as far as the actor may see it. */
  need: Assessment | undefined
}

/**
 * A page about a person, the same head on each: the name or the code, special ways of meeting, how to
 * reach them, languages, and the tabs. The browser's title says only the code: it ends up in histories.
 * @param options.topics live topics beside the person's own
 */
export const personShell = async (
  ctx: View,
  options: {
    involved: Involved
    /** Key of the tab that this page belongs to. */
    tab: string
    title: string
    topics?: string[]
    actions?: ComponentChildren
    /** What the head says, where the page has read it already. */
    header?: Header
  },
  children: ComponentChildren,
): Promise<VNode> => {
  const { lang } = ctx
  const { involved } = options
  const { card, organisation } = involved
  const header = options.header ?? (await headerOf(ctx, card.id))
  const today = localDate(ctx.now.getTime())
  const modes = header.modes.filter((mode) => isInForce(mode, today))
  const tabs = personTabs
    .filter((tab) => tab.shown?.(involved) ?? true)
    .sort((a, b) => a.order - b.order)
  return staffShell(
    ctx,
    {
      title: `${card.reference}: ${options.title}`,
      heading: sayCard(card, lang),
      current: '/people',
      topics: [careTopic(ctx.space, organisation, 'person', card.id), ...(options.topics ?? [])],
      actions: options.actions,
    },
    <div class="stack">
      {card.protected || card.pseudonymous ? (
        <p class="row">
          {card.protected ? <Tag tone="info">{t(lang, 'protected.tag')}</Tag> : null}{' '}
          {card.pseudonymous ? <Tag>{t(lang, 'pseudonymous.tag')}</Tag> : null}
        </p>
      ) : null}
      {header.openUntil ? (
        <Notice lang={lang} kind="warning" title={t(lang, 'break-glass.banner')}>
          <p>
            {t(lang, 'break-glass.until', { when: sayMoment(header.openUntil.getTime(), lang) })}
          </p>
        </Notice>
      ) : null}
      {modes.length > 0 ? <Modes lang={lang} modes={modes} today={today} /> : null}
      <Facts ctx={ctx} involved={involved} contact={header.contact} need={header.assessments[0]} />
      <Tabs
        lang={lang}
        label={t(lang, 'tabs.person')}
        items={tabs.map((tab) => ({
          label: tab.label[lang],
          href: ctx.href(tab.path(card.id)),
          current: tab.key === options.tab,
        }))}
      />
      {children}
    </div>,
  )
}
