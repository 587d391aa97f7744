import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { sayDate } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  Checkbox,
  Form,
  Link,
  Notice,
  Panel,
  Select,
  SummaryList,
  TextField,
  telUrl,
} from '#kit/ui/index.ts'
import { personHref } from '#slices/people/index.ts'
import type { Contact } from '#slices/territory/index.ts'
import type { DischargeContact } from './contacts.ts'
import { dischargeTexts as t } from './texts.ts'
import type { DischargeView } from './view.ts'

/** Name, a number that can be tapped, and when somebody answers. */
export const ContactLine = ({ contact }: { contact: Contact }): VNode => (
  <>
    {contact.name}
    {contact.phone ? (
      <>
        {' · '}
        <Link href={telUrl(contact.phone)}>{contact.phone}</Link>
      </>
    ) : null}
    {contact.hours ? ` · ${contact.hours}` : ''}
  </>
)

/**
 * The municipality and whom it has appointed. Without a consent in force the button is there and closed, and says
 * why (PER-03); without a contact it is red and says whom to ring (DIS-02).
 */
export const Municipality = ({ view }: { view: DischargeView }): VNode => {
  const { ctx, pathway, to, plan, owns } = view
  const { lang } = ctx
  const action = ctx.href(`/pathways/${pathway.id}/discharge`)
  return (
    <Panel title={t(lang, 'municipality.title')} id="municipality">
      {to ? <Appointed lang={lang} to={to} /> : <p>{t(lang, 'municipality.unknown')}</p>}
      <p>
        <Link href={ctx.href('/discharge-contacts')}>{t(lang, 'contacts.menu')}</Link>
      </p>
      {plan.municipalityContact ? (
        <p>{t(lang, 'municipality.talked', { name: plan.municipalityContact })}</p>
      ) : null}
      {to && owns && pathway.closedAt === null ? <Act view={view} action={action} /> : null}
      {owns && pathway.closedAt === null ? (
        <details open={to === null}>
          <summary>{t(lang, 'municipality.choose')}</summary>
          <Form action={`${action}/municipality`} hidden={{ key: view.formKey }}>
            <Select
              lang={lang}
              name="municipality"
              label={t(lang, 'municipality.choose')}
              errors={view.refused?.errors}
              value={pathway.municipality}
              options={view.municipalities.map(({ code, name }) => ({ value: code, label: name }))}
              required
            />
            <Button kind="secondary">{t(lang, 'municipality.save')}</Button>
          </Form>
        </details>
      ) : null}
    </Panel>
  )
}

const Appointed = ({ lang, to }: { lang: Lang; to: DischargeContact }): VNode => {
  if (to.contact === null) {
    return (
      <Notice lang={lang} kind="error" title={t(lang, 'municipality.none', { name: to.name })}>
        <p>{t(lang, 'municipality.none.text')}</p>
      </Notice>
    )
  }
  return (
    <SummaryList
      items={[
        { label: t(lang, 'municipality.choose'), value: to.name },
        { label: t(lang, 'municipality.contact'), value: <ContactLine contact={to.contact} /> },
        ...to.deputies.map((deputy) => ({
          label: t(lang, 'municipality.deputy'),
          value: <ContactLine contact={deputy} />,
        })),
      ]}
    />
  )
}

const sayUntil = (until: Date, lang: Lang): string => sayDate(until.getTime() - 1, lang)

const Act = ({ view, action }: { view: DischargeView; action: string }): VNode => {
  const { ctx, to, consents, pathway } = view
  const { lang } = ctx
  const name = to?.name ?? ''
  const [consent] = consents
  if (!consent) {
    return (
      <>
        <p id="no-consent">{t(lang, 'municipality.no-consent', { name })}</p>
        <Actions>
          <Button disabled>{t(lang, 'municipality.act')}</Button>
          <Button kind="secondary" href={ctx.href(`${personHref(pathway.person)}/consents`)}>
            {t(lang, 'municipality.give-consent')}
          </Button>
        </Actions>
      </>
    )
  }
  return (
    <Form action={`${action}/contact`} hidden={{ key: view.formKey }}>
      <p class="muted">
        {t(lang, 'municipality.consent', {
          recipient: consent.recipient,
          until: sayUntil(consent.validUntil, lang),
        })}
      </p>
      <TextField
        lang={lang}
        name="reached"
        label={t(lang, 'municipality.reached')}
        errors={view.refused?.errors}
        suggestions={[to?.contact, ...(to?.deputies ?? [])].flatMap((one) =>
          one ? [one.name] : [],
        )}
        maxLength={160}
        required
      />
      {to?.contact ? null : (
        <Checkbox
          lang={lang}
          name="noContact"
          label={t(lang, 'municipality.no-contact')}
          errors={view.refused?.errors}
        />
      )}
      <Actions>
        <Button>{t(lang, 'municipality.act')}</Button>
      </Actions>
    </Form>
  )
}
