import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, type Refused, type Typed, typedIn } from '#kit/http/forms.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { localDate } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  Checkbox,
  ErrorSummary,
  Form,
  Grid,
  Link,
  Notice,
  type Option,
  Table,
} from '#kit/ui/index.ts'
import type { HotlineFacts } from '../../queries.ts'
import { audiences } from '../../schema.ts'
import { words } from '../../words.ts'
import { directoryTexts as t } from '../texts.ts'
import { HoursField, sayCode } from './basics.tsx'
import { Choice, errorsOf, Line, Lines, type Shown, type View } from './fields.tsx'

const fields = [
  'name',
  'topic',
  'audience',
  'phones',
  'email',
  'owner',
  'municipality',
  'openingHours',
  'escalationStep',
  'acute',
  'documentedFrom',
  'validUntil',
] as const
type HotlineField = (typeof fields)[number]

const labels: Record<HotlineField, Parameters<typeof t>[1]> = {
  name: 'hotlines.name',
  topic: 'hotline.topic',
  audience: 'hotlines.audience',
  phones: 'hotline.phones',
  email: 'field.email',
  owner: 'hotline.owner',
  municipality: 'field.municipality',
  openingHours: 'hotline.openingHours',
  escalationStep: 'hotline.escalationStep',
  acute: 'hotlines.acute',
  documentedFrom: 'hotline.documentedFrom',
  validUntil: 'hotline.validUntil',
}

const typedLine = (line: HotlineFacts): Typed => ({
  name: line.name,
  topic: line.topic ?? '',
  audience: line.audience,
  phones: line.phones.join('\n'),
  email: line.email ?? '',
  owner: line.owner ?? '',
  municipality: line.municipality ?? '',
  openingHours: line.openingHours ?? '',
  escalationStep: String(line.escalationStep),
  ...(line.acute ? { acute: 'yes' } : {}),
  documentedFrom: line.documentedFrom,
  validUntil: line.validUntil ?? '',
})

export interface HotlineView {
  /** Null: a new one. */
  line: HotlineFacts | null
  mayKeep: boolean
  municipalities: Option[]
  wholeCountry: boolean
  refused: Refused | null
}

/** One line: to add, to edit, or to read for those who may not. */
export const hotlinePage = (ctx: View, view: HotlineView): VNode => {
  const { lang } = ctx
  const { line, refused } = view
  const kept: Typed = line
    ? typedLine(line)
    : { audience: 'citizens', escalationStep: '1', documentedFrom: localDate(ctx.now.getTime()) }
  const shown: Shown = {
    ctx,
    scope: 'line',
    typed: refused ? typedIn(ctx) : kept,
    errors: errorsOf(refused),
  }
  const stale = refused?.error.code === 'services.hotline-stale'
  return staffShell(
    ctx,
    { title: line?.name ?? t(lang, 'hotline.new'), current: '/directory' },
    <div class="stack">
      <ErrorSummary lang={lang} errors={shown.errors} general={refused?.general} scope="line" />
      <p>
        <Link href={ctx.href('/hotlines')}>{t(lang, 'hotline.back')}</Link>
      </p>
      {stale ? <Both shown={shown} kept={kept} municipalities={view.municipalities} /> : null}
      {view.mayKeep ? null : <p>{t(lang, 'hotline.read-only')}</p>}
      <Form
        action={ctx.href(line ? `/hotlines/${line.id}` : '/hotlines/new')}
        hidden={{ key: randomUUID(), version: line?.version }}
        label={line?.name ?? t(lang, 'hotline.new')}
      >
        <HotlineFields shown={shown} view={view} />
        {view.mayKeep ? (
          <Actions>
            <Button>{t(lang, stale ? 'save.mine' : line ? 'save' : 'hotlines.add')}</Button>
          </Actions>
        ) : null}
      </Form>
    </div>,
  )
}

/** Somebody saved another version meanwhile: both, as far as they differ (rule 9). */
const Both = (props: {
  shown: Shown
  kept: Typed
  municipalities: HotlineView['municipalities']
}) => {
  const { ctx, typed } = props.shown
  const { lang } = ctx
  const say = (field: HotlineField, from: Typed): string => {
    const value = oneOf(from, field).replace(/\r/g, '')
    if (field === 'audience') return sayCode(lang, 'audience', value)
    if (field === 'acute') return words(lang, value === 'yes' ? 'answer.yes' : 'answer.no')
    if (field === 'municipality') {
      return props.municipalities.find((one) => one.value === value)?.label ?? value
    }
    return value || t(lang, 'stale.nothing')
  }
  const rows = fields
    .map((name) => ({ name, theirs: say(name, props.kept), mine: say(name, typed) }))
    .filter(({ theirs, mine }) => theirs !== mine)
  return (
    <Notice lang={lang} kind="warning" title={t(lang, 'stale.title')}>
      <p>{t(lang, 'stale.lead')}</p>
      <Table
        lang={lang}
        caption={t(lang, 'stale.title')}
        captionHidden
        dense
        rows={rows}
        rowKey={({ name }) => name}
        empty={<p>{t(lang, 'stale.same')}</p>}
        columns={[
          {
            key: 'field',
            label: t(lang, 'stale.field'),
            cell: ({ name }) => t(lang, labels[name]),
          },
          { key: 'theirs', label: t(lang, 'stale.theirs'), cell: ({ theirs }) => theirs },
          { key: 'mine', label: t(lang, 'stale.mine'), cell: ({ mine }) => mine },
        ]}
      />
    </Notice>
  )
}

const HotlineFields = ({ shown, view }: { shown: Shown; view: HotlineView }): VNode => {
  const { lang } = shown.ctx
  const field = (name: HotlineField) => ({ shown, name, label: t(lang, labels[name]) })
  return (
    <>
      <Grid>
        <Line {...field('name')} required />
        <Line {...field('topic')} />
        <Line {...field('owner')} />
        <Choice
          {...field('audience')}
          required
          empty={false}
          hint={t(lang, 'hotline.audience.hint')}
          options={audiences.map((one) => ({ value: one, label: words(lang, `audience.${one}`) }))}
        />
        <Choice
          {...field('municipality')}
          required={!view.wholeCountry}
          hint={view.wholeCountry ? t(lang, 'hotline.municipality.hint') : undefined}
          options={view.municipalities}
        />
        <Line
          {...field('escalationStep')}
          required
          inputMode="numeric"
          width="short"
          hint={t(lang, 'hotline.escalationStep.hint')}
        />
        <Lines {...field('phones')} rows={2} required hint={t(lang, 'hotline.phones.hint')} />
        <Line {...field('email')} type="email" />
      </Grid>
      <HoursField shown={shown} />
      <Grid>
        <Line
          {...field('documentedFrom')}
          type="date"
          width="medium"
          required
          hint={t(lang, 'hotline.documentedFrom.hint')}
        />
        <Line {...field('validUntil')} type="date" width="medium" />
      </Grid>
      <Checkbox
        lang={lang}
        scope="line"
        name="acute"
        quiet
        label={t(lang, 'hotline.acute')}
        checked={oneOf(shown.typed, 'acute') === 'yes'}
      />
    </>
  )
}
