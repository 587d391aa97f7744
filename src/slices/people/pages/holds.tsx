import type { VNode } from 'preact'
import type { Refused } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { sayDate } from '#kit/time/index.ts'
import { Button, Form, Panel, TextField } from '#kit/ui/index.ts'
import type { Hold } from '../commands/hold.ts'
import { personHref } from '../parts.ts'
import { workplaces } from '../policy.ts'
import { t } from '../texts.ts'

/** What keeps everything about the person from being deleted: an open complaint or claim (L1). */
export const Holds = (props: {
  ctx: Ctx<unknown, unknown, unknown>
  person: string
  holds: Hold[]
  refused: Refused | null
}): VNode => {
  const { ctx, holds, refused } = props
  const { lang } = ctx
  const action = ctx.href(`${personHref(props.person)}/holds`)
  const own = workplaces(ctx.actor)
  return (
    <Panel title={t(lang, 'holds.title')}>
      <p>{t(lang, holds.length > 0 ? 'holds.open' : 'holds.none')}</p>
      {holds.map((hold) => (
        <div key={hold.id}>
          <p>
            {t(lang, 'holds.one', {
              date: sayDate(hold.placedAt.getTime(), lang),
              reason: hold.reason,
            })}
          </p>
          {own.includes(hold.organisation) ? (
            <Form action={`${action}/${hold.id}/lift`}>
              <Button kind="quiet">{t(lang, 'holds.lift')}</Button>
            </Form>
          ) : null}
        </div>
      ))}
      <details open={refused !== null}>
        <summary>{t(lang, 'holds.place')}</summary>
        <Form action={action}>
          <TextField
            lang={lang}
            scope="hold"
            name="reason"
            required
            label={t(lang, 'holds.reason')}
            errors={refused?.errors}
            maxLength={500}
          />
          <Button kind="secondary">{t(lang, 'holds.place')}</Button>
        </Form>
      </details>
    </Panel>
  )
}
