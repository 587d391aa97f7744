import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import {
  Actions,
  Button,
  Checkbox,
  ErrorSummary,
  Form,
  Link,
  Notice,
  Panel,
  Radios,
  Select,
  TextField,
  telUrl,
} from '#kit/ui/index.ts'
import { sayLanguages } from '#slices/people/index.ts'
import { type Hit, type PlaceFacts, words } from '#slices/services/index.ts'
import type { Municipality } from '#slices/territory/index.ts'
import { languages } from '../../flag/schema.ts'
import { leads } from '../../policy.ts'
import { MaybeNotAlone } from '../../referral/pages/criteria.tsx'
import { placesTexts as t } from '../../texts/places.ts'
import { referralTexts as r } from '../../texts/referral.ts'
import { Alternatives, needAt } from '../alternatives.tsx'
import { isShelter } from '../leader.ts'
import type { Terms } from '../queries.ts'
import { isolationGrounds } from '../schema.ts'
import { aloneRisk } from '../staff.ts'

type View = Ctx<unknown, unknown, unknown>

export interface AdmissionView {
  houses: readonly { id: string; name: string }[]
  terms: Terms
  units: readonly Parameters<typeof needAt>[0]['needs'][number][] | readonly string[]
  municipalities: readonly Municipality[]
  refused: Refused | null
  /** Nothing was free when it was sent, or there is no bed as the page is read. */
  full: { hits: readonly Hit[]; emergency: readonly PlaceFacts[] } | null
}

/** One page for somebody at the door at 23:10: a name of their choice, a bed, the leader's decision (REF-06). */
export const admissionPage = (ctx: View, view: AdmissionView): VNode => {
  const { lang } = ctx
  const { terms, refused, full } = view
  const { service } = terms
  const typed = typedIn(ctx)
  const errors = refused?.errors
  const value = (name: string) => oneOf(typed, name)
  const signs = leads(ctx.actor, service.organisation)
  return staffShell(
    ctx,
    { title: t(lang, 'admit.title'), current: '/house' },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={errors ?? {}}
        general={refused?.general}
        labels={{
          alias: t(lang, 'admit.alias'),
          unit: t(lang, 'admit.unit'),
          nights: t(lang, 'admit.nights'),
          acuteNeed: t(lang, 'admit.acute'),
          municipality: t(lang, 'admit.municipality'),
          leader: t(lang, 'admit.leader'),
        }}
      />
      {full ? <Full ctx={ctx} view={view} full={full} /> : null}
      <p class="lead">{t(lang, 'admit.lead')}</p>
      {aloneRisk('unknown', terms.house, ctx.now.getTime()) ? <MaybeNotAlone lang={lang} /> : null}
      <Form
        action={ctx.href('/admissions')}
        hidden={{ key: randomUUID() }}
        label={t(lang, 'admit.title')}
      >
        {view.houses.length > 1 ? (
          <Select
            lang={lang}
            name="service"
            label={t(lang, 'admit.house')}
            required
            empty={false}
            value={service.id}
            options={view.houses.map(({ id, name }) => ({ value: id, label: name }))}
          />
        ) : (
          <>
            <input type="hidden" name="service" value={service.id} />
            <p>
              {t(lang, 'admit.house')}: <strong>{service.name}</strong>
            </p>
          </>
        )}
        <TextField
          lang={lang}
          name="alias"
          label={t(lang, 'admit.alias')}
          required
          maxLength={120}
          value={value('alias')}
          errors={errors}
        />
        <Select
          lang={lang}
          name="language"
          label={t(lang, 'admit.language')}
          value={value('language')}
          options={languages.map((code) => ({ value: code, label: sayLanguages(lang, [code]) }))}
          errors={errors}
        />
        {view.units.length > 1 ? (
          <Select
            lang={lang}
            name="unit"
            label={t(lang, 'admit.unit')}
            required
            value={value('unit')}
            options={view.units.map((unit) => ({ value: unit, label: sayUnit(lang, unit) }))}
            errors={errors}
          />
        ) : null}
        {view.units.some((unit) => unit === 'isolation') ? (
          <>
            <Select
              lang={lang}
              name="isolationGround"
              label={r(lang, 'isolation.ground')}
              hint={r(lang, 'isolation.hint')}
              value={value('isolationGround')}
              options={isolationGrounds.map((ground) => ({
                value: ground,
                label: r(lang, `isolation.${ground}`),
              }))}
              errors={errors}
            />
            <TextField
              lang={lang}
              name="isolationReason"
              label={r(lang, 'isolation.reason')}
              maxLength={1000}
              value={value('isolationReason')}
              errors={errors}
            />
          </>
        ) : null}
        <Radios
          lang={lang}
          name="now"
          label={t(lang, 'admit.now')}
          required
          value={value('now') || 'arrived'}
          options={(['arrived', 'reserved'] as const).map((one) => ({
            value: one,
            label: t(lang, `admit.now.${one}`),
          }))}
        />
        <TextField
          lang={lang}
          name="nights"
          type="number"
          inputMode="numeric"
          width="short"
          label={t(lang, 'admit.nights')}
          hint={
            service.maxStayDays === null
              ? undefined
              : t(lang, 'admit.nights.hint', { n: service.maxStayDays })
          }
          required
          value={value('nights') || '1'}
          errors={errors}
        />
        <Select
          lang={lang}
          name="municipality"
          label={t(lang, 'admit.municipality')}
          hint={t(lang, 'admit.municipality.hint')}
          empty={t(lang, 'admit.municipality.unknown')}
          value={value('municipality')}
          options={view.municipalities.map(({ code, name }) => ({ value: code, label: name }))}
          errors={errors}
        />
        <Checkbox
          lang={lang}
          name="acuteNeed"
          label={t(lang, 'admit.acute')}
          checked={value('acuteNeed') !== ''}
          errors={errors}
        />
        {isShelter(service) && !signs ? (
          <TextField
            lang={lang}
            name="leader"
            label={t(lang, 'admit.leader')}
            hint={t(lang, 'admit.leader.hint')}
            required
            maxLength={160}
            value={value('leader')}
            errors={errors}
          />
        ) : null}
        {signs ? <p>{t(lang, 'admit.signed', { name: ctx.actor.name })}</p> : null}
        <Actions>
          <Button>{t(lang, 'admit.send')}</Button>
          <Link href={ctx.href(`/house?service=${service.id}`)}>{t(lang, 'cancel')}</Link>
        </Actions>
      </Form>
    </div>,
  )
}

const sayUnit = (lang: View['lang'], unit: string): string => {
  const key = `unit.${unit}`
  return words.has(key) ? words(lang, key) : unit
}

/** No bed here: what there is elsewhere this minute, and the emergency shelter by name (CAP-01). */
const Full = (props: {
  ctx: View
  view: AdmissionView
  full: NonNullable<AdmissionView['full']>
}): VNode => {
  const { ctx, view, full } = props
  const { lang } = ctx
  return (
    <Notice lang={lang} kind="warning" title={t(lang, 'admit.full.title')} announce>
      <p>{t(lang, 'admit.full.text')}</p>
      <Panel title={t(lang, 'admit.emergency')}>
        {full.emergency.length === 0 ? <p>{t(lang, 'admit.emergency.none')}</p> : null}
        <ul>
          {full.emergency.map((place) => (
            <li key={place.id}>
              <Link href={ctx.href(`/places/${place.id}`)}>{place.name}</Link>{' '}
              {place.phone ? (
                <Link href={telUrl(place.phone)}>{t(lang, 'ring', { phone: place.phone })}</Link>
              ) : null}
            </li>
          ))}
        </ul>
      </Panel>
      <Alternatives ctx={ctx} hits={full.hits} need={needAt(view.terms.service)} />
    </Notice>
  )
}
