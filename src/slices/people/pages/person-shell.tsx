import { sql } from 'kysely'
import type { ComponentChildren, VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import type { Lang } from '#kit/i18n/index.ts'
import { localDate, sayDate, sayMoment } from '#kit/time/index.ts'
import { Notice, SummaryList, Tabs, Tag } from '#kit/ui/index.ts'
import { personTabs } from '../parts.ts'
import { familyOf, sayCard } from '../queries/cards.ts'
import type { Involved } from '../schema.ts'
import { t } from '../texts.ts'
import { careTopic } from '../topics.ts'
import { sayLanguages } from './say.ts'

type View = Ctx<unknown, unknown, unknown>

interface Mode {
  mode: 'meet-outdoors' | 'check-alive' | 'two-together' | 'no-unannounced' | 'other'
  reason: string
  reviewOn: string
}

interface Contact {
  meeting: 'in-person' | 'online' | 'phone' | 'unknown'
  channel: 'phone' | 'sms' | 'place' | 'contact-person' | 'letter' | 'digital-post' | 'unknown'
  digital: 'yes' | 'no' | 'unknown'
  via: string | null
  interpreter: string | null
}

interface Header {
  modes: Mode[]
  contact: Contact | null
  /** When one's own emergency access ends, where that is what lets one in. */
  openUntil: Date | null
}

const headerOf = (ctx: View, person: string): Promise<Header> =>
  read(ctx.space, ctx.actor, async (tx) => {
    const family = await familyOf(tx, person)
    const today = localDate(ctx.now.getTime())
    const modes = await sql<Mode>`
      SELECT mode, reason, review_on FROM people.mode
      WHERE person_id = ANY (${family}::uuid[]) AND ended_at IS NULL AND starts_on <= ${today}
      ORDER BY starts_on, id`.execute(tx)
    const contact = await sql<Contact>`
      SELECT meeting, channel, digital, via, interpreter FROM people.contactability
      WHERE person_id = ANY (${family}::uuid[]) ORDER BY person_id <> ${person} LIMIT 1`.execute(tx)
    const opened = await sql<{ endsAt: Date }>`
      SELECT ends_at FROM people.involvement
      WHERE person_id = ${person} AND source = 'break-glass' AND account_id = kit.actor() AND ends_at > now()
      ORDER BY ends_at DESC LIMIT 1`.execute(tx)
    return {
      modes: modes.rows,
      contact: contact.rows[0] ?? null,
      openUntil: opened.rows[0]?.endsAt ?? null,
    }
  })

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

const Modes = ({ lang, modes, today }: { lang: Lang; modes: Mode[]; today: string }): VNode => (
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

const Facts = ({ ctx, involved, contact }: PropsOfFacts): VNode => {
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
      ]}
    />
  )
}

interface PropsOfFacts {
  ctx: View
  involved: Involved
  contact: Contact | null
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
  },
  children: ComponentChildren,
): Promise<VNode> => {
  const { lang } = ctx
  const { involved } = options
  const { card, organisation } = involved
  const header = await headerOf(ctx, card.id)
  const tabs = [...personTabs].sort((a, b) => a.order - b.order)
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
      <p class="row">
        {card.protected ? <Tag tone="info">{t(lang, 'protected.tag')}</Tag> : null}
        {card.pseudonymous ? <Tag>{t(lang, 'pseudonymous.tag')}</Tag> : null}
      </p>
      {header.openUntil ? (
        <Notice lang={lang} kind="warning" title={t(lang, 'break-glass.banner')}>
          <p>
            {t(lang, 'break-glass.until', { when: sayMoment(header.openUntil.getTime(), lang) })}
          </p>
        </Notice>
      ) : null}
      {header.modes.length > 0 ? (
        <Modes lang={lang} modes={header.modes} today={localDate(ctx.now.getTime())} />
      ) : null}
      <Facts ctx={ctx} involved={involved} contact={header.contact} />
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
