import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import {
  Actions,
  Button,
  DateTimeField,
  ErrorSummary,
  Form,
  Notice,
  TextField,
} from '#kit/ui/index.ts'
import { type PlaceFacts, reasons } from '../schema.ts'
import { words } from '../words.ts'
import { reportTexts as t } from './texts.ts'

/** The second tap: why. Each reason is a button, so that tapping it is all there is to do. */
export const whyPage = (
  ctx: Ctx<unknown, unknown, unknown>,
  view: {
    place: PlaceFacts
    status: 'limited' | 'closed'
    /** A critical function: who decided, and where people are sent (DIR-04). */
    critical: boolean
    refused: Refused | null
  },
): VNode => {
  const { lang } = ctx
  const { place, status, refused } = view
  const typed = typedIn(ctx)
  const errors = refused?.errors ?? {}
  const back = ctx.href(`/services/${place.id}/report`)
  return staffShell(
    ctx,
    { title: t(lang, `why.${status}`), current: '/report' },
    <>
      <ErrorSummary lang={lang} errors={errors} general={refused?.general} />
      <p>
        <strong>{place.name}</strong>
      </p>
      <Form action={back} hidden={{ status, key: randomUUID() }}>
        {/* Enter in a field presses the first button of a form: this one chooses no reason. */}
        <button type="submit" class="sr-only" tabIndex={-1} aria-hidden="true" />
        {status === 'closed' && view.critical ? (
          <Notice lang={lang} kind="warning">
            <p>{t(lang, 'critical.lead')}</p>
            <TextField
              lang={lang}
              name="decidedBy"
              label={t(lang, 'critical.by')}
              required
              value={oneOf(typed, 'decidedBy')}
              errors={errors}
            />
            <TextField
              lang={lang}
              name="alternative"
              label={t(lang, 'critical.alternative')}
              required
              value={oneOf(typed, 'alternative')}
              errors={errors}
            />
          </Notice>
        ) : null}
        <details open={refused !== null}>
          <summary>{t(lang, 'why.more')}</summary>
          <DateTimeField
            lang={lang}
            name="until"
            label={t(lang, 'why.until')}
            hint={t(lang, 'why.until.hint')}
            value={oneOf(typed, 'until') || null}
            errors={errors}
          />
          <TextField
            lang={lang}
            name="note"
            label={t(lang, 'why.note')}
            hint={t(lang, 'why.note.hint')}
            maxLength={500}
            value={oneOf(typed, 'note')}
            errors={errors}
          />
        </details>
        <p>{t(lang, 'why.lead')}</p>
        <Actions halves>
          {reasons.map((reason) => (
            <Button key={reason} wide kind="secondary" name="reason" value={reason}>
              {words(lang, `reason.${reason}`)}
            </Button>
          ))}
        </Actions>
      </Form>
      <Actions>
        <Button kind="quiet" href={back}>
          {t(lang, 'why.back')}
        </Button>
      </Actions>
    </>,
  )
}
