import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import {
  Button,
  ErrorSummary,
  type FieldErrors,
  Form,
  type Option,
  Radios,
  Select,
  TextArea,
  TextField,
} from '#kit/ui/index.ts'
import { type Announcement, lanes } from '../schema.ts'
import { t } from '../texts.ts'

/** Fields that can be refused, named alike in the list of what must be mended. */
const labelled = [
  'lane',
  'area',
  'issuer',
  'textDa',
  'textEn',
  'shortDa',
  'shortEn',
  'granularity',
  'issuedOn',
  'effectiveFrom',
  'effectiveUntil',
  'source',
] as const

/** What stands in the fields: what was typed and refused, or what is to be corrected. */
export type Typed = Record<string, string | null | undefined>

/** The fields as they stand for an announcement that is to be corrected. */
export const typedOf = (row: Announcement): Typed => ({
  ...row,
  source: row.source?.document ?? null,
  recordedAt: undefined,
  reconstructed: undefined,
})

/** Writing on the timeline: one page, sent as an ordinary form. */
export const announcementForm = (
  ctx: Ctx,
  form: {
    /** Made anew for each form, so that sending it twice stores it once. */
    id: string
    typed: Typed
    errors: FieldErrors
    general?: string | undefined
    /** Areas that this coordinator writes for. */
    areas: Option[]
    correcting: string | null
  },
): VNode => {
  const { lang } = ctx
  const { typed, errors } = form
  const fields = { lang, errors }
  const title = t(lang, form.correcting ? 'form.title.correct' : 'form.title')
  const action = form.correcting
    ? `/situation/announcements/${form.correcting}/correct`
    : '/situation/announcements'
  return staffShell(
    ctx,
    { title, current: '/situation' },
    form.areas.length === 0 ? (
      <p class="empty">{t(lang, 'form.none')}</p>
    ) : (
      <div class="stack prose">
        <ErrorSummary
          lang={lang}
          errors={errors}
          general={form.general}
          labels={Object.fromEntries(labelled.map((name) => [name, t(lang, `form.${name}`)]))}
        />
        <p class="lead">{t(lang, 'form.lead')}</p>
        <Form action={ctx.href(action)} hidden={{ id: form.id }}>
          <Radios
            {...fields}
            name="lane"
            label={t(lang, 'form.lane')}
            required
            value={typed.lane ?? (form.areas[0]?.value === 'dk' ? 'national' : 'municipality')}
            options={lanes.map((lane) => ({ value: lane, label: t(lang, `lane.${lane}`) }))}
          />
          <Select
            {...fields}
            name="area"
            label={t(lang, 'form.area')}
            required
            empty={false}
            value={typed.area ?? form.areas[0]?.value}
            options={form.areas}
          />
          <TextField
            {...fields}
            name="issuer"
            label={t(lang, 'form.issuer')}
            hint={t(lang, 'form.issuer.hint')}
            required
            maxLength={120}
            value={typed.issuer}
          />
          <TextArea
            {...fields}
            name="textDa"
            label={t(lang, 'form.textDa')}
            hint={t(lang, 'form.textDa.hint')}
            required
            maxLength={2000}
            value={typed.textDa}
          />
          <TextArea
            {...fields}
            name="textEn"
            label={t(lang, 'form.textEn')}
            maxLength={2000}
            value={typed.textEn}
          />
          <TextField
            {...fields}
            name="shortDa"
            label={t(lang, 'form.shortDa')}
            width="medium"
            maxLength={28}
            value={typed.shortDa}
          />
          <TextField
            {...fields}
            name="shortEn"
            label={t(lang, 'form.shortEn')}
            width="medium"
            maxLength={28}
            value={typed.shortEn}
          />
          <Radios
            {...fields}
            name="granularity"
            label={t(lang, 'form.granularity')}
            required
            row
            value={typed.granularity ?? 'day'}
            options={[
              { value: 'day', label: t(lang, 'form.day') },
              { value: 'week', label: t(lang, 'form.week') },
            ]}
          />
          {(['issuedOn', 'effectiveFrom', 'effectiveUntil'] as const).map((name) => (
            <TextField
              key={name}
              {...fields}
              name={name}
              type="date"
              width="medium"
              label={t(lang, `form.${name}`)}
              hint={name === 'issuedOn' ? t(lang, 'form.issuedOn.hint') : undefined}
              required={name === 'issuedOn'}
              value={typed[name]}
            />
          ))}
          <TextField
            {...fields}
            name="source"
            label={t(lang, 'form.source')}
            hint={t(lang, 'form.source.hint')}
            maxLength={200}
            value={typed.source}
          />
          <div class="actions">
            <Button>{t(lang, form.correcting ? 'form.save.correct' : 'form.save')}</Button>
            <Button kind="quiet" href={ctx.href('/situation')}>
              {t(lang, 'form.cancel')}
            </Button>
          </div>
        </Form>
      </div>
    ),
  )
}
