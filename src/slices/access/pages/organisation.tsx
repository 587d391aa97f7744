import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { Actions, Button, Form, Notice, type Option, Panel, Select, Table } from '#kit/ui/index.ts'
import type { Contact, Organisation } from '#slices/territory/index.ts'
import type { Typed } from '../forms.ts'
import { t } from '../texts.ts'
import { Days, days, Errors, type Filled, Line } from './lines.tsx'
import { OrganisationForm } from './organisations.tsx'

export const OrganisationPage = (
  props: Filled & {
    href: (path: string) => string
    organisation: Organisation
    contacts: Contact[]
    municipalities: Option[]
    form: 'organisation' | 'contact' | null
    today: string
  },
): VNode => {
  const { lang, href, organisation } = props
  const own = (form: 'organisation' | 'contact', saved: Typed) => ({
    lang,
    typed: props.form === form ? props.typed : saved,
    refused: props.form === form ? props.refused : null,
  })
  const contact = { ...own('contact', { validFrom: props.today }), scope: 'contact' }
  const chosen = props.contacts.filter((one) => one.deputyOf === null)
  return (
    <>
      <Errors {...props} {...(props.form === 'contact' ? { scope: 'contact' } : {})} />
      {props.refused?.error.code === 'territory.stale-edit' ? (
        <Notice lang={lang} kind="warning" title={t(lang, 'person.saved-meanwhile')}>
          <p>
            {organisation.name}, {t(lang, `org.kind.${organisation.kind}`)},{' '}
            {days(lang, organisation.validFrom, organisation.validUntil)}
          </p>
        </Notice>
      ) : null}
      {organisation.kind === 'municipality' && organisation.municipality === null ? (
        <Notice lang={lang} kind="warning">
          <p>{t(lang, 'org.municipality.missing')}</p>
        </Notice>
      ) : null}
      <Panel title={t(lang, 'org.facts')}>
        <OrganisationForm
          {...own('organisation', {
            name: organisation.name,
            shortName: organisation.shortName ?? '',
            kind: organisation.kind,
            municipality: organisation.municipality ?? '',
            validFrom: organisation.validFrom ?? '',
            validUntil: organisation.validUntil ?? '',
          })}
          action={href(`/admin/organisations/${organisation.id}`)}
          hidden={{ version: String(organisation.version) }}
          submit={t(lang, 'person.save')}
          municipalities={props.municipalities}
        />
      </Panel>
      <Panel title={t(lang, 'contact.title')} id="contacts">
        <ContactTable lang={lang} contacts={props.contacts} />
        <h3>{t(lang, 'contact.new')}</h3>
        <Form action={href(`/admin/organisations/${organisation.id}/contacts`)}>
          <Line
            {...contact}
            name="function"
            required
            label={t(lang, 'contact.function')}
            hint={t(lang, 'contact.function.hint')}
          />
          <Line {...contact} name="name" required label={t(lang, 'people.name')} />
          <Line
            {...contact}
            name="phone"
            type="tel"
            label={t(lang, 'contact.phone')}
            hint={t(lang, 'contact.reach.hint')}
          />
          <Line {...contact} name="email" type="email" label={t(lang, 'people.email')} />
          <Line
            {...contact}
            name="hours"
            label={t(lang, 'contact.hours')}
            hint={t(lang, 'contact.hours.hint')}
          />
          <Select
            lang={lang}
            scope="contact"
            name="deputyOf"
            label={t(lang, 'contact.deputy-of')}
            hint={t(lang, 'contact.deputy-of.hint')}
            options={chosen.map((one) => ({
              value: one.id,
              label: `${one.name} (${one.function})`,
            }))}
            value={contact.typed.deputyOf}
            errors={contact.refused?.errors}
          />
          <Days {...contact} fromRequired />
          <Actions>
            <Button>{t(lang, 'contact.new')}</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  )
}

const ContactTable = ({ lang, contacts }: { lang: Lang; contacts: Contact[] }): VNode => (
  <Table
    lang={lang}
    caption={t(lang, 'contact.title')}
    captionHidden
    rows={contacts}
    rowKey={(row) => row.id}
    empty={<p>{t(lang, 'contact.none')}</p>}
    columns={[
      {
        key: 'function',
        label: t(lang, 'contact.function'),
        cell: (row) =>
          row.deputyOf ? `${row.function} (${t(lang, 'contact.deputy')})` : row.function,
      },
      { key: 'name', label: t(lang, 'people.name'), cell: (row) => row.name },
      {
        key: 'reach',
        label: t(lang, 'contact.phone'),
        cell: (row) => [row.phone, row.email].filter(Boolean).join(', '),
      },
      {
        key: 'days',
        label: t(lang, 'org.days'),
        cell: (row) => days(lang, row.validFrom, row.validUntil),
      },
    ]}
  />
)
