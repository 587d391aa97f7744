import type { VNode } from 'preact'
import { oneOf, type Refused, type Typed } from '#kit/http/forms.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { Radios, Table, TextField } from '#kit/ui/index.ts'
import { answers } from '#slices/services/index.ts'
import { commonLanguages, languagesTyped, sayLanguages } from '../../pages/say.ts'
import { planForm, type View } from '../form-shape.ts'
import { findContact } from '../queries.ts'
import { editContact } from '../record.ts'
import type { Contact } from '../rows.ts'
import { canReachBy, type Reach } from '../rules.ts'
import { channels, contactEdit, meetings, type Way, ways } from '../schema.ts'
import { t } from '../texts.ts'

/** A verdict in words, with the way to use instead. */
export const sayReach = (lang: Lang, { reason, instead }: Reach): string =>
  [
    reason ? t(lang, `reach.${reason}`) : null,
    instead && reason ? t(lang, 'reach.instead', { way: t(lang, `way.${instead}`) }) : null,
  ]
    .filter(Boolean)
    .join(' ')

const Ways = ({ lang, contact }: { lang: Lang; contact: Contact | null }): VNode => (
  <>
    <Table<Way>
      lang={lang}
      caption={t(lang, 'contact.reach')}
      dense
      rows={ways}
      rowKey={(way) => way}
      empty={null}
      columns={[
        { key: 'way', label: t(lang, 'contact.reach'), cell: (way) => t(lang, `way.${way}`) },
        {
          key: 'may',
          label: '',
          cell: (way) => t(lang, `verdict.${canReachBy(contact, way).verdict}`),
        },
        { key: 'why', label: '', cell: (way) => sayReach(lang, canReachBy(contact, way)) },
      ]}
    />
    <p class="muted">{t(lang, 'contact.deadline')}</p>
  </>
)

const sayLanguage = (lang: Lang, code: string | null): string =>
  code ? sayLanguages(lang, [code]) : ''

/** The one language that was typed, as a code; what is no language, or several, stays and is refused by the schema. */
const languageTyped = (text: string | null | undefined): string | null | undefined =>
  text ? languagesTyped(text).join(',') : text

const shown = (stored: Record<string, unknown>) => ({
  digital: String(stored.digital),
  meeting: String(stored.meeting),
  channel: String(stored.channel),
  phone: String(stored.phone ?? ''),
  phoneShared: stored.phoneShared ? 'yes' : 'no',
  via: String(stored.via ?? ''),
  interpreter: String(stored.interpreter ?? ''),
})

const labels = ({ lang }: View) => ({
  digital: t(lang, 'field.digital'),
  meeting: t(lang, 'field.meeting'),
  channel: t(lang, 'field.channel'),
  phone: t(lang, 'field.phone'),
  phoneShared: t(lang, 'field.phoneShared'),
  via: t(lang, 'field.via'),
  interpreter: t(lang, 'field.interpreter'),
})

const choices = (lang: Lang) => ({
  digital: answers.map((value) => ({ value, label: t(lang, `answer.${value}`) })),
  meeting: meetings.map((value) => ({ value, label: t(lang, `meet.${value}`) })),
  channel: channels.map((value) => ({ value, label: t(lang, `way.${value}`) })),
  // Radios, not a box: an unticked box and a half-loaded form would send the same.
  phoneShared: (['yes', 'no'] as const).map((value) => ({
    value,
    label: t(lang, `answer.${value}`),
  })),
})

const fields = (ctx: View, typed: Typed, refused: Refused | null): VNode => {
  const { lang } = ctx
  const label = labels(ctx)
  const offered = choices(lang)
  const field = { lang, errors: refused?.errors, quiet: true }
  const texts = ['phone', 'via', 'interpreter'] as const
  return (
    <>
      {(['digital', 'meeting', 'channel'] as const).map((name) => (
        <Radios
          key={name}
          {...field}
          name={name}
          label={label[name]}
          options={offered[name]}
          value={oneOf(typed, name)}
          row
        />
      ))}
      {texts.map((name) => (
        <TextField
          key={name}
          {...field}
          name={name}
          label={label[name]}
          value={oneOf(typed, name)}
          type={name === 'phone' ? 'tel' : 'text'}
          hint={name === 'interpreter' ? t(lang, 'field.interpreter.hint') : undefined}
          width={name === 'via' ? undefined : 'medium'}
          {...(name === 'interpreter' ? { suggestions: commonLanguages(lang) } : {})}
        />
      ))}
      <Radios
        {...field}
        name="phoneShared"
        label={label.phoneShared}
        options={offered.phoneShared}
        value={oneOf(typed, 'phoneShared')}
        row
      />
    </>
  )
}

/** How the person wants to be met and reached (PER-07, PER-08). */
export const contactForm = planForm({
  path: 'contact',
  part: 'contact',
  summary: 'Say how the person wants to be met and reached',
  schema: contactEdit,
  versioned: true,
  identity: true,
  title: ({ lang }) => t(lang, 'contact.title'),
  load: async ({ lang }, tx, person) => {
    const contact = await findContact(tx, person)
    const above = <Ways lang={lang} contact={contact} />
    return contact
      ? {
          values: { ...shown({ ...contact }), interpreter: sayLanguage(lang, contact.interpreter) },
          version: contact.version,
          above,
        }
      : { values: { phoneShared: 'no' }, version: 0, above }
  },
  made: ({ text, optional, number, yesNo }) => ({
    version: number('version'),
    digital: text('digital') || undefined,
    meeting: text('meeting') || undefined,
    channel: text('channel') || undefined,
    phone: optional('phone'),
    phoneShared: yesNo('phoneShared'),
    via: optional('via'),
    interpreter: languageTyped(optional('interpreter')),
  }),
  store: (_ctx, tx, whose, said) => editContact(tx, whose, said),
  shown,
  say: ({ lang }, field, value) => {
    const offered: Record<string, { value: string; label: string }[]> = choices(lang)
    if (field === 'interpreter') return sayLanguage(lang, value)
    return offered[field]?.find((each) => each.value === value)?.label ?? value
  },
  labels,
  fields,
})
