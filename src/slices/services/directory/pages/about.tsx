import type { VNode } from 'preact'
import { manyOf, oneOf, type Typed } from '#kit/http/forms.ts'
import { Checkbox, Grid, Notice, Radios } from '#kit/ui/index.ts'
import { checkHouseRule } from '../../rules.ts'
import { answers, criteria, visibilities } from '../../schema.ts'
import { t as servicesTexts } from '../../texts.ts'
import { words } from '../../words.ts'
import { directoryTexts as t } from '../texts.ts'
import { basicFields, typedOf } from '../typed.ts'
import { BasicFields, sayCode } from './basics.tsx'
import { Line, Lines } from './fields.tsx'
import { BothVersions, Section, SectionForm, type ServiceView, shownOf } from './section.tsx'

/** What a basic field says, in words, to compare two versions. */
const sayBasic = (view: ServiceView, field: string, typed: Typed): string => {
  const { lang } = view.ctx
  const value = oneOf(typed, field)
  if (field === 'needs') {
    return manyOf(typed, field)
      .map((need) => sayCode(lang, 'need', need))
      .join(', ')
  }
  if (['kind', 'sector', 'setting', 'entry'].includes(field)) return sayCode(lang, field, value)
  if (field === 'organisation') {
    return view.choices.organisations.find((one) => one.value === value)?.label ?? value
  }
  if (field === 'municipality') return view.municipalities.get(value) ?? value
  return value.replace(/\r/g, '')
}

export const BasicsSection = (view: ServiceView): VNode => {
  const { lang } = view.ctx
  const { service } = view.detail
  const saved = typedOf(service, lang)
  const flagged = service.houseRules.map(checkHouseRule).filter((problem) => problem !== null)
  return (
    <Section view={view} id="basics" title={t(lang, 'basics.title')}>
      {flagged.length > 0 ? (
        <Notice lang={lang} kind="warning">
          {flagged.map(({ params }) => (
            <p key={params?.value}>
              {servicesTexts(lang, 'error.services.house-rule-charges', params)}
            </p>
          ))}
        </Notice>
      ) : null}
      <BothVersions
        view={view}
        name="basics"
        fields={basicFields.map((name) => ({ name, label: t(lang, `field.${name}`) }))}
        saved={saved}
        say={(field, typed) => sayBasic(view, field, typed)}
      />
      <SectionForm view={view} name="basics" label={t(lang, 'basics.title')}>
        <BasicFields shown={shownOf(view, 'basics', saved)} choices={view.choices} />
      </SectionForm>
    </Section>
  )
}

/** Where it is, and who may know. An address that is not public is kept without being shown. */
export const AddressSection = (view: ServiceView): VNode => {
  const { lang } = view.ctx
  const { location, stops } = view.detail
  const shown = shownOf(view, 'address', {
    visibility: location?.visibility ?? 'public',
    address: location?.address ?? '',
    postcode: location?.postcode ?? '',
    city: location?.city ?? '',
    lat: String(location?.lat ?? ''),
    lon: String(location?.lon ?? ''),
  })
  const hidden = location !== null && location.visibility !== 'public' && location.kept
  const line = (name: 'address' | 'postcode' | 'city' | 'lat' | 'lon') => ({
    shown,
    name,
    label: t(lang, `address.${name}`),
  })
  return (
    <Section view={view} id="address" title={t(lang, 'address.title')}>
      {hidden ? (
        <Notice lang={lang}>
          <p>{t(lang, 'address.kept')}</p>
        </Notice>
      ) : null}
      <SectionForm view={view} name="address" label={t(lang, 'address.title')}>
        <Radios
          lang={lang}
          scope="address"
          name="visibility"
          required
          label={t(lang, 'address.visibility')}
          hint={stops.length > 0 ? t(lang, 'address.stops') : undefined}
          errors={shown.errors}
          options={visibilities.map((value) => ({
            value,
            label: words(lang, `visibility.${value}`),
            hint: t(lang, `address.${value}.hint`),
            disabled: value !== 'public' && stops.length > 0,
          }))}
          value={oneOf(shown.typed, 'visibility')}
        />
        <Grid>
          <Line {...line('address')} />
          <Line {...line('postcode')} inputMode="numeric" width="short" />
          <Line {...line('city')} />
          <Line
            {...line('lat')}
            inputMode="decimal"
            width="short"
            hint={t(lang, 'address.point.hint')}
          />
          <Line {...line('lon')} inputMode="decimal" width="short" />
        </Grid>
      </SectionForm>
    </Section>
  )
}

/** Everything that can exclude a person, each answered for itself; unknown is an answer. */
export const WhoSection = (view: ServiceView): VNode => {
  const { lang } = view.ctx
  const { service, eligibility } = view.detail
  const saved: Typed = typedOf(service, lang)
  for (const criterion of criteria) saved[`can.${criterion}`] = eligibility[criterion] ?? 'unknown'
  const shown = shownOf(view, 'who', saved)
  const answerLabel = (answer: string): string =>
    answer === 'unknown' ? t(lang, 'who.unknown') : sayCode(lang, 'answer', answer)
  return (
    <Section view={view} id="who" title={t(lang, 'who.title')}>
      {service.barriersAssessed ? null : (
        <Notice lang={lang}>
          <p>{t(lang, 'who.not-assessed')}</p>
        </Notice>
      )}
      <BothVersions
        view={view}
        name="who"
        fields={[
          ...criteria.map((one) => ({
            name: `can.${one}`,
            label: words(lang, `criterion.${one}`),
          })),
          { name: 'barriers', label: t(lang, 'field.barriers') },
          { name: 'barriersAssessed', label: t(lang, 'field.barriersAssessed') },
        ]}
        saved={saved}
        say={(field, typed) => {
          const value = oneOf(typed, field)
          if (field === 'barriers') return value.replace(/\r/g, '')
          return field === 'barriersAssessed'
            ? answerLabel(value === 'yes' ? 'yes' : 'no')
            : answerLabel(value || 'unknown')
        }}
      />
      <p class="muted">{t(lang, 'who.lead')}</p>
      <SectionForm view={view} name="who" label={t(lang, 'who.title')}>
        <Grid>
          {criteria.map((criterion) => (
            <Radios
              key={criterion}
              lang={lang}
              scope="who"
              name={`can.${criterion}`}
              row
              quiet
              label={words(lang, `criterion.${criterion}`)}
              options={answers.map((answer) => ({ value: answer, label: answerLabel(answer) }))}
              value={oneOf(shown.typed, `can.${criterion}`) || 'unknown'}
            />
          ))}
        </Grid>
        <Lines
          shown={shown}
          name="barriers"
          label={t(lang, 'field.barriers')}
          hint={t(lang, 'field.barriers.hint')}
        />
        <Checkbox
          lang={lang}
          scope="who"
          name="barriersAssessed"
          quiet
          label={t(lang, 'field.barriersAssessed')}
          checked={oneOf(shown.typed, 'barriersAssessed') === 'yes'}
        />
      </SectionForm>
    </Section>
  )
}
