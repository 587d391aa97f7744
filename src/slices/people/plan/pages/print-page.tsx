import type { VNode } from 'preact'
import { staffShell } from '#kit/http/shell.tsx'
import { sayMoment } from '#kit/time/index.ts'
import { Link, SummaryList } from '#kit/ui/index.ts'
import { personHref } from '../../parts.ts'
import type { Card } from '../../schema.ts'
import { sayPlan } from '../copy.ts'
import type { View } from '../form-shape.ts'
import type { PlanCopy } from '../rows.ts'
import { initialsOf, withoutNames } from '../rules.ts'
import { t } from '../texts.ts'

/** The newest notes of progress: the plan keeps to one page. */
const PROGRESS_PRINTED = 5

/** The plan for paper: initial and code unless the name was asked for (SEC-04), also inside what was written. */
export const printPage = (ctx: View, card: Card, copy: PlanCopy, named: boolean): VNode => {
  const { lang } = ctx
  const name = named ? (card.name ?? card.called) : card.called && initialsOf(card.called)
  const who = [name, card.reference].filter(Boolean).join(' · ')
  const say = (line: string): string =>
    named ? line : withoutNames(line, [card.name, card.called])
  const shown = { ...copy, progress: copy.progress.slice(0, PROGRESS_PRINTED) }
  const here = ctx.href(`${personHref(card.id)}/plan/print`)
  return staffShell(
    ctx,
    { title: t(lang, 'print.title', { who: card.reference }), heading: null },
    <div class="stack">
      <h1>{t(lang, 'print.title', { who })}</h1>
      <p class="muted">{t(lang, 'print.lead', { when: sayMoment(ctx.now.getTime(), lang) })}</p>
      <div class="no-print">
        <p>{t(lang, 'print.why')}</p>
        {card.called === null ? null : (
          <p>
            <Link href={named ? here : `${here}?name=yes`}>
              {t(lang, named ? 'print.unnamed' : 'print.named')}
            </Link>
          </p>
        )}
        <p>
          <Link href={ctx.href(personHref(card.id))}>{t(lang, 'plan.title')}</Link>
        </p>
      </div>
      <SummaryList
        items={sayPlan(shown, lang).map(({ title, lines }) => ({
          label: title,
          value: lines.map((line) => <div key={line}>{say(line)}</div>),
        }))}
      />
    </div>,
  )
}
