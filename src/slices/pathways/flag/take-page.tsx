import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  Panel,
  Radios,
  Select,
  TextField,
  TimeStamp,
} from '#kit/ui/index.ts'
import { sayLanguages } from '#slices/people/index.ts'
import { ConsentFields } from '../consent/fields.tsx'
import type { DischargeContact } from '../discharge/contacts.ts'
import { languages, type OpenFlag, unknownAs } from './schema.ts'
import { flagTexts as t } from './texts.ts'

type View = Ctx<unknown, unknown, unknown>

export interface TakeView {
  flag: OpenFlag
  municipalities: DischargeContact[]
  refused: Refused | null
}

interface Part {
  ctx: View
  view: TakeView
}

/** From flag to plan on one page: who it is, the municipality, and the consent if it is given now. */
export const takePage = (ctx: View, view: TakeView): VNode => {
  const { lang } = ctx
  const { flag, refused } = view
  const title = t(lang, 'take.title', { ward: flag.ward, bed: flag.bed })
  return staffShell(
    ctx,
    { title, current: '/flags' },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={{
          name: t(lang, 'take.name'),
          alias: t(lang, 'take.alias'),
          number: t(lang, 'take.number'),
          municipality: t(lang, 'take.municipality'),
          rung: t(lang, 'take.rung'),
        }}
      />
      <p>
        {t(lang, 'open.by')} {flag.flaggedByName},{' '}
        <TimeStamp lang={lang} at={flag.flaggedAt} now={ctx.now} />. {t(lang, 'take.lead')}
      </p>
      <Form
        action={ctx.href(`/flags/${flag.id}/take`)}
        hidden={{ key: randomUUID() }}
        label={title}
      >
        <Who ctx={ctx} view={view} />
        <Municipality ctx={ctx} view={view} />
        <Consent ctx={ctx} view={view} />
        <Actions>
          <Button>{t(lang, 'take.send')}</Button>
        </Actions>
      </Form>
    </div>,
  )
}

const Who = ({ ctx, view }: Part): VNode => {
  const { lang } = ctx
  const typed = typedIn(ctx)
  const errors = view.refused?.errors
  return (
    <Panel title={t(lang, 'take.who')}>
      <TextField
        lang={lang}
        name="name"
        label={t(lang, 'take.name')}
        hint={t(lang, 'take.alias.hint')}
        errors={errors}
        value={oneOf(typed, 'name')}
        maxLength={120}
      />
      <TextField
        lang={lang}
        name="alias"
        label={t(lang, 'take.alias')}
        errors={errors}
        value={oneOf(typed, 'alias')}
        maxLength={120}
      />
      <Radios
        lang={lang}
        name="unknownAs"
        label={t(lang, 'take.unknown')}
        errors={errors}
        value={oneOf(typed, 'unknownAs') || 'person'}
        options={unknownAs.map((one) => ({ value: one, label: t(lang, `unknown.${one}`) }))}
        row
        quiet
      />
      <Select
        lang={lang}
        name="language"
        label={t(lang, 'take.language')}
        errors={errors}
        value={oneOf(typed, 'language')}
        options={languages.map((code) => ({ value: code, label: sayLanguages(lang, [code]) }))}
      />
      <details open={oneOf(typed, 'number') !== ''}>
        <summary>{t(lang, 'take.known')}</summary>
        <TextField
          lang={lang}
          name="number"
          label={t(lang, 'take.number')}
          hint={t(lang, 'take.number.hint')}
          errors={errors}
          // A number that was typed is not sent back to the page.
          value=""
          maxLength={60}
          width="medium"
        />
      </details>
    </Panel>
  )
}

const Municipality = ({ ctx, view }: Part): VNode => {
  const { lang } = ctx
  const typed = typedIn(ctx)
  const errors = view.refused?.errors
  return (
    <Panel title={t(lang, 'take.municipality')}>
      <Select
        lang={lang}
        name="municipality"
        label={t(lang, 'take.municipality')}
        hint={t(lang, 'take.municipality.hint')}
        errors={errors}
        value={oneOf(typed, 'municipality')}
        options={view.municipalities.map((one) => ({
          value: one.municipality,
          label: one.contact ? one.name : t(lang, 'take.no-contact', { name: one.name }),
        }))}
      />
      <TextField
        lang={lang}
        name="rung"
        label={t(lang, 'take.rung')}
        hint={t(lang, 'take.rung.hint')}
        errors={errors}
        value={oneOf(typed, 'rung')}
        maxLength={160}
      />
    </Panel>
  )
}

const Consent = ({ ctx, view }: Part): VNode => {
  const { lang } = ctx
  return (
    <Panel title={t(lang, 'take.consent')}>
      <ConsentFields
        ctx={ctx}
        label={t(lang, 'take.consent-given')}
        hint={t(lang, 'take.consent.hint')}
        errors={view.refused?.errors}
      />
    </Panel>
  )
}
