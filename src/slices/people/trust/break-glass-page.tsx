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
  Notice,
  type Option,
  Radios,
  Select,
  TextArea,
  TextField,
} from '#kit/ui/index.ts'
import { sharedLevels } from '../schema.ts'
import { t } from '../texts.ts'
import { MOST_HOURS } from './schema.ts'

/** Access in an emergency: a number, a reason, and for how long. The number is never shown again. */
export const breakGlassPage = (
  ctx: Ctx<unknown, unknown, unknown>,
  organisations: Option[],
  refused: Refused | null,
): VNode => {
  const { lang } = ctx
  const typed = typedIn(ctx)
  const errors = refused?.errors
  return staffShell(
    ctx,
    { title: t(lang, 'glass.title'), current: '/people' },
    <div class="stack prose">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={{
          number: t(lang, 'glass.number'),
          reason: t(lang, 'glass.reason'),
          level: t(lang, 'glass.level'),
          hours: t(lang, 'glass.hours'),
          organisation: t(lang, 'glass.organisation'),
        }}
      />
      <Notice lang={lang} kind="warning" title={t(lang, 'glass.when')}>
        <p>{t(lang, 'glass.lead')}</p>
      </Notice>
      <Form
        action={ctx.href('/break-glass')}
        hidden={{ key: randomUUID() }}
        label={t(lang, 'glass.title')}
      >
        <TextField
          lang={lang}
          name="number"
          required
          width="medium"
          label={t(lang, 'glass.number')}
          errors={errors}
          maxLength={60}
          spellcheck={false}
        />
        <TextArea
          lang={lang}
          name="reason"
          required
          rows={3}
          label={t(lang, 'glass.reason')}
          hint={t(lang, 'glass.reason.hint')}
          value={oneOf(typed, 'reason')}
          errors={errors}
          maxLength={500}
        />
        <Radios
          lang={lang}
          name="level"
          required
          label={t(lang, 'glass.level')}
          options={sharedLevels.map((value) => ({ value, label: t(lang, `level.${value}`) }))}
          value={oneOf(typed, 'level')}
          errors={errors}
        />
        <Select
          lang={lang}
          name="hours"
          required
          empty={false}
          label={t(lang, 'glass.hours')}
          options={Array.from({ length: MOST_HOURS }, (_, n) => ({
            value: String(n + 1),
            label: t(lang, 'glass.hours.n', { n: n + 1 }),
          }))}
          value={oneOf(typed, 'hours') || '1'}
          errors={errors}
        />
        {organisations.length > 1 ? (
          <Select
            lang={lang}
            name="organisation"
            required
            label={t(lang, 'glass.organisation')}
            options={organisations}
            value={oneOf(typed, 'organisation')}
            errors={errors}
          />
        ) : null}
        <Actions>
          <Button kind="danger">{t(lang, 'glass.do')}</Button>
          <Button kind="quiet" href={ctx.href('/people')}>
            {t(lang, 'cancel')}
          </Button>
        </Actions>
      </Form>
    </div>,
  )
}
