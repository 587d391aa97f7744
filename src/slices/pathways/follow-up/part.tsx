import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import { localDate, sayDate } from '#kit/time/index.ts'
import { Panel } from '#kit/ui/index.ts'
import type { PathwayPart } from '../engine/part.ts'
import { followUpsOf } from './queries.ts'
import { stageOf } from './rules.ts'
import { followUpTexts as t } from './texts.ts'

/** When it is asked what became of the person, and what was answered, on the pathway's page. */
export const followUpPart: PathwayPart = {
  key: 'follow-up',
  uses: 'follow-up',
  order: 50,
  transitionHref: () => '/follow-ups',
  render: async (ctx, { pathway }): Promise<VNode | null> => {
    const { lang } = ctx
    const found = await read(ctx.space, ctx.actor, (tx) => followUpsOf(tx, pathway.id))
    if (found.length === 0) return null
    const today = localDate(ctx.now.getTime())
    return (
      <Panel title={t(lang, 'part.title')} id="follow-up">
        <ul>
          {found.map((one) => (
            <li key={one.id}>
              {t(lang, 'part.line', {
                date: sayDate(one.dueOn, lang),
                state: one.outcome
                  ? t(lang, `outcome.${one.outcome}`)
                  : t(lang, `stage.${stageOf(one, today)}`),
              })}
            </li>
          ))}
        </ul>
      </Panel>
    )
  },
}
