import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import type { Refused } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { sayMoment, sayTime } from '#kit/time/index.ts'
import {
  Actions,
  ageText,
  Button,
  ErrorSummary,
  Form,
  Link,
  Notice,
  NumberStepper,
  Panel,
  Select,
  Shape,
  StatusTag,
  TextField,
} from '#kit/ui/index.ts'
import { sayPlaceOnPage } from '../find/pages/say.ts'
import type { ReportRow } from '../queries.ts'
import { placesLeft } from '../rules.ts'
import { type CapacityFact, type PlaceFacts, units } from '../schema.ts'
import { words } from '../words.ts'
import { reportTexts as t } from './texts.ts'

type View = Ctx<unknown, unknown, unknown>

export interface ReportView {
  place: PlaceFacts
  /** The report that was just received, to say so and to take it back. */
  received: ReportRow | null
  refused: Refused | null
}

/**
 * The page of a service's own staff: one tap says open, two say why not, − and + correct the free
 * places. It says what was received, and how everybody sees it now. Works without script.
 */
export const reportPage = (ctx: View, { place, received, refused }: ReportView): VNode => {
  const { lang } = ctx
  // Each showing of the page has its own: a second tap on the same button is received once.
  const key = randomUUID()
  const action = ctx.href(`/services/${place.id}/report`)
  return staffShell(
    ctx,
    { title: place.name, current: '/report', topics: [`service:${place.id}`] },
    <div class="stack">
      <ErrorSummary lang={lang} errors={refused?.errors ?? {}} general={refused?.general} />
      {received ? <Received ctx={ctx} place={place} report={received} /> : null}
      <Panel title={t(lang, 'status.title')}>
        <Form action={action} hidden={{ key }} label={t(lang, 'status.title')}>
          <Actions halves>
            <Button wide name="status" value="open">
              <Shape value="open" /> {t(lang, 'status.open')}
            </Button>
            {(['limited', 'closed'] as const).map((status) => (
              <Button key={status} wide kind="secondary" href={`${action}?status=${status}`}>
                <Shape value={status} /> {t(lang, `status.${status}`)}
              </Button>
            ))}
          </Actions>
        </Form>
      </Panel>
      <Places ctx={ctx} place={place} formKey={key} refused={refused} />
      <PublicNow ctx={ctx} place={place} />
    </div>,
  )
}

const Received = (props: { ctx: View; place: PlaceFacts; report: ReportRow }): VNode => {
  const { ctx, place, report } = props
  const { lang } = ctx
  const withdrawn = report.status === null && report.capacity.length === 0
  const title = t(lang, 'received.title', { time: sayTime(report.recordedAt, lang) })
  return (
    <Notice lang={lang} kind="success" title={title} announce>
      <p>
        {withdrawn ? t(lang, 'received.withdrawn') : null}
        {report.status === null
          ? null
          : t(lang, 'received.status', {
              status: [
                words(lang, `status.${report.status}`),
                report.reason ? words(lang, `reason.${report.reason}`) : null,
              ]
                .filter(Boolean)
                .join(' – '),
            })}{' '}
        {report.capacity.map(({ unit, total, occupied, reserved }) =>
          total === null || occupied === null
            ? null
            : `${t(lang, 'received.places', {
                n: Math.max(0, total - occupied - (reserved ?? 0)),
                unit: words(lang, `unit.${unit}`).toLowerCase(),
              })} `,
        )}
        {report.at > report.recordedAt + 300_000
          ? t(lang, 'received.planned', { when: sayMoment(report.at, lang) })
          : null}
      </p>
      {withdrawn || report.correctedBy ? null : (
        <Form
          action={ctx.href(`/services/${place.id}/report/undo`)}
          hidden={{ report: report.id, key: report.id }}
        >
          <Button kind="quiet">{t(lang, 'received.undo')}</Button>
        </Form>
      )}
    </Notice>
  )
}

const Places = (props: {
  ctx: View
  place: PlaceFacts
  formKey: string
  refused: Refused | null
}): VNode => {
  const { ctx, place, formKey } = props
  const { lang } = ctx
  const action = ctx.href(`/services/${place.id}/places`)
  return (
    <Panel title={t(lang, 'places.title')}>
      {place.capacity.map((fact) => (
        <Form
          key={fact.unit}
          action={action}
          hidden={{ key: formKey, unit: fact.unit }}
          label={words(lang, `unit.${fact.unit}`)}
        >
          <UnitFields ctx={ctx} place={place} fact={fact} refused={props.refused} />
          <Button kind="secondary" name="send" value="places">
            {t(lang, 'places.save')}
          </Button>
        </Form>
      ))}
      {place.capacity.length === 0 ? <p>{t(lang, 'places.never')}</p> : null}
      <details open={place.capacity.length === 0 && props.refused?.errors.total !== undefined}>
        <summary>{t(lang, 'places.first')}</summary>
        <Form action={action} hidden={{ key: formKey }}>
          <Select
            lang={lang}
            name="unit"
            label={t(lang, 'places.unit')}
            required
            options={units.map((unit) => ({ value: unit, label: words(lang, `unit.${unit}`) }))}
            errors={props.refused?.errors}
          />
          {(['total', 'free'] as const).map((name) => (
            <TextField
              key={name}
              lang={lang}
              name={name}
              label={t(lang, `places.${name}`, { unit: '' }).replace(/: $/, '')}
              type="number"
              inputMode="numeric"
              width="short"
              required
              errors={props.refused?.errors}
            />
          ))}
          <Button kind="secondary">{t(lang, 'places.save')}</Button>
        </Form>
      </details>
    </Panel>
  )
}

/** The number as it may be shown: an old one is told with its age and stands in no field as if it were new. */
const UnitFields = (props: {
  ctx: View
  place: PlaceFacts
  fact: CapacityFact
  refused: Refused | null
}): VNode => {
  const { ctx, fact } = props
  const { lang, now } = ctx
  const left = placesLeft(fact, props.place.capacityLimitHours, now.getTime())
  const unit = words(lang, `unit.${fact.unit}`).toLowerCase()
  const last =
    fact.total === null || fact.occupied === null || fact.occupiedAt === null
      ? null
      : t(lang, 'places.last', {
          free: Math.max(0, fact.total - fact.occupied - (fact.reserved ?? 0)),
          when: ageText(lang, new Date(fact.occupiedAt), now),
        })
  const of = fact.total === null ? null : t(lang, 'places.of', { total: fact.total })
  const hint = [of, last, left.stale ? t(lang, 'places.stale') : null].filter(Boolean).join('. ')
  return (
    <>
      <NumberStepper
        lang={lang}
        name={`free.${fact.unit}`}
        stepName="step"
        label={t(lang, 'places.free', { unit })}
        hint={hint || t(lang, 'places.never')}
        value={left.free}
        max={fact.total ?? undefined}
        required
        errors={props.refused?.errors}
      />
      {fact.total === null ? (
        <TextField
          lang={lang}
          name="total"
          label={t(lang, 'places.total', { unit })}
          type="number"
          inputMode="numeric"
          width="short"
          required
          errors={props.refused?.errors}
        />
      ) : null}
    </>
  )
}

const PublicNow = ({ ctx, place }: { ctx: View; place: PlaceFacts }): VNode => {
  const { lang } = ctx
  const said = sayPlaceOnPage(
    { place, unknowns: [] },
    { need: null, can: [] },
    ctx.now.getTime(),
    lang,
  )
  return (
    <Panel title={t(lang, 'public.title')}>
      <p>
        <StatusTag lang={lang} value={said.status.value} label={said.status.label} />{' '}
        {said.status.more}
      </p>
      {said.conflict ? <p>{said.conflict}</p> : null}
      {said.age ? <p class="muted">{said.age}</p> : null}
      {said.places.map((each) => (
        <p key={each.text}>
          {each.text}
          {each.age ? <span class="muted"> · {each.age}</span> : null}
        </p>
      ))}
      <p>
        <Link href={ctx.href(`/places/${place.id}`)}>{t(lang, 'public.link')}</Link>
        {' · '}
        <Link href={ctx.href(`/services/${place.id}/history`)}>{t(lang, 'history.link')}</Link>
      </p>
    </Panel>
  )
}
