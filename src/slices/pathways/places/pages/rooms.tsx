import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { manyOf, oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import {
  Actions,
  Button,
  Checkboxes,
  ErrorSummary,
  Form,
  Grid,
  Link,
  Notice,
  Panel,
  Select,
  StatusTag,
  Table,
  TextField,
} from '#kit/ui/index.ts'
import { units, words } from '#slices/services/index.ts'
import { demands, refusals } from '../../referral/schema.ts'
import { placesTexts as t } from '../../texts/places.ts'
import { houseTopic } from '../live.ts'
import type { Terms } from '../queries.ts'
import type { Bed } from '../schema.ts'

type View = Ctx<unknown, unknown, unknown>

/** A leader's page: the rooms, and what the house asks of those who stay (CAP-01, RES-05). */
export const roomsPage = (
  ctx: View,
  seen: { terms: Terms; beds: readonly Bed[]; said: string | null; refused: Refused | null },
): VNode => {
  const { lang } = ctx
  const { terms, beds, refused } = seen
  const { service, house } = terms
  const path = `/services/${service.id}/rooms`
  const key = randomUUID()
  const typed = typedIn(ctx)
  // A room that is refused leaves what the house asks for as it is saved: shown empty, it would be saved empty.
  const again = refused !== null && oneOf(typed, 'do') === 'terms'
  const value = (name: string, saved: string | number | null) =>
    again ? oneOf(typed, name) : (saved ?? '')
  return staffShell(
    ctx,
    {
      title: `${service.name}: ${t(lang, 'rooms.title')}`,
      current: '/house',
      topics: [houseTopic(ctx.space, service.organisation)],
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={{
          label: t(lang, 'rooms.name'),
          unit: t(lang, 'rooms.unit'),
          staffHours: t(lang, 'terms.staff'),
          gate: t(lang, 'terms.gate'),
          answerHours: t(lang, 'terms.answer'),
          holdHours: t(lang, 'terms.hold'),
          quietDays: t(lang, 'terms.quiet'),
        }}
      />
      {seen.said === null ? null : (
        <Notice lang={lang} kind="success" announce>
          <p>{t(lang, 'terms.saved')}</p>
        </Notice>
      )}
      <p>
        <Link href={ctx.href(`/house?service=${service.id}`)}>{t(lang, 'house.title')}</Link>
      </p>
      <Grid main>
        <Panel title={t(lang, 'rooms.list')}>
          <Table
            lang={lang}
            caption={t(lang, 'rooms.list')}
            captionHidden
            dense
            rows={beds}
            rowKey={({ id }) => id}
            empty={<p>{t(lang, 'rooms.empty')}</p>}
            columns={[
              { key: 'name', label: t(lang, 'rooms.name'), cell: ({ label }) => label },
              {
                key: 'unit',
                label: t(lang, 'rooms.unit'),
                cell: ({ unit }) => words(lang, `unit.${unit}`),
              },
              {
                key: 'state',
                label: t(lang, 'rooms.state'),
                cell: ({ closedAt }) => (
                  <StatusTag
                    lang={lang}
                    value={closedAt === null ? 'open' : 'closed'}
                    label={t(lang, closedAt === null ? 'rooms.open' : 'rooms.closed')}
                  />
                ),
              },
              {
                key: 'do',
                label: '',
                cell: ({ id, closedAt, label }) => (
                  <Form action={ctx.href(path)} hidden={{ key, bed: id }}>
                    <Button
                      kind="quiet"
                      name="do"
                      value={closedAt === null ? 'close' : 'reopen'}
                      label={`${t(lang, closedAt === null ? 'rooms.close' : 'rooms.reopen')}: ${label}`}
                    >
                      {t(lang, closedAt === null ? 'rooms.close' : 'rooms.reopen')}
                    </Button>
                  </Form>
                ),
              },
            ]}
          />
          <Form action={ctx.href(path)} hidden={{ key, do: 'add' }} label={t(lang, 'rooms.add')}>
            <TextField
              lang={lang}
              name="label"
              label={t(lang, 'rooms.name')}
              hint={t(lang, 'rooms.name.hint')}
              required
              maxLength={40}
              value={oneOf(typed, 'label')}
              errors={refused?.errors}
            />
            <Select
              lang={lang}
              name="unit"
              label={t(lang, 'rooms.unit')}
              required
              value={oneOf(typed, 'unit') || (beds[0]?.unit ?? '')}
              options={units.map((unit) => ({ value: unit, label: words(lang, `unit.${unit}`) }))}
              errors={refused?.errors}
            />
            <Button kind="secondary">{t(lang, 'rooms.add')}</Button>
          </Form>
        </Panel>
        <Panel title={t(lang, 'terms.title')}>
          <p class="muted">{t(lang, 'terms.lead')}</p>
          <Form
            action={ctx.href(path)}
            hidden={{ key, do: 'terms', version: house.version }}
            label={t(lang, 'terms.title')}
          >
            <Checkboxes
              lang={lang}
              name="demands"
              label={t(lang, 'terms.demands')}
              quiet
              values={again ? manyOf(typed, 'demands') : house.demands}
              options={demands.map((one) => ({ value: one, label: t(lang, `demand.${one}`) }))}
            />
            <Checkboxes
              lang={lang}
              name="refuses"
              label={t(lang, 'terms.refuses')}
              quiet
              values={again ? manyOf(typed, 'refuses') : house.refuses}
              options={refusals.map((one) => ({ value: one, label: t(lang, `refusal.${one}`) }))}
            />
            <TextField
              lang={lang}
              name="staffHours"
              label={t(lang, 'terms.staff')}
              hint={t(lang, 'terms.staff.hint')}
              maxLength={300}
              value={value('staffHours', house.staffHours)}
              errors={refused?.errors}
            />
            <TextField
              lang={lang}
              name="gate"
              label={t(lang, 'terms.gate')}
              hint={t(lang, 'terms.gate.hint')}
              maxLength={200}
              value={value('gate', terms.gate?.name ?? null)}
              errors={refused?.errors}
            />
            {(['answerHours', 'holdHours', 'quietDays'] as const).map((name) => (
              <TextField
                key={name}
                lang={lang}
                name={name}
                type="number"
                inputMode="numeric"
                width="short"
                required
                label={t(lang, hoursLabel[name])}
                value={value(name, house[name])}
                errors={refused?.errors}
              />
            ))}
            <Actions>
              <Button>{t(lang, 'terms.save')}</Button>
            </Actions>
          </Form>
        </Panel>
      </Grid>
    </div>,
  )
}

const hoursLabel = {
  answerHours: 'terms.answer',
  holdHours: 'terms.hold',
  quietDays: 'terms.quiet',
} as const
