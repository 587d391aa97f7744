import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import { sayDate, sayMoment } from '#kit/time/index.ts'
import { Actions, Button, Panel, SummaryList } from '#kit/ui/index.ts'
import type { PathwayPart } from '../engine/part.ts'
import { noticeTexts } from '../notice/texts.ts'
import { Warnings } from './plan-form.tsx'
import { blankDischarge, findDischarge } from './queries.ts'
import { openBarriers } from './rules.ts'
import { dischargeTexts as t } from './texts.ts'

/** The discharge on the pathway's page: the day, what is missing, where the person went. */
export const dischargePart: PathwayPart = {
  key: 'discharge',
  uses: 'discharge',
  order: 10,
  transitionHref: (pathway) => `/pathways/${pathway.id}/discharge#end`,
  render: async (ctx, { pathway, owns }): Promise<VNode> => {
    const { lang } = ctx
    const plan =
      (await read(ctx.space, ctx.actor, (tx) => findDischarge(tx, pathway.id))) ??
      blankDischarge(pathway)
    const open = openBarriers(plan)
    const done = plan.dischargedAt !== null
    return (
      <Panel title={t(lang, 'plan.title')} id="discharge">
        {done ? null : <Warnings lang={lang} plan={plan} />}
        <SummaryList
          items={
            plan.dischargedAt
              ? [
                  { label: t(lang, 'done.to'), value: t(lang, `destination.${plan.destination}`) },
                  {
                    label: t(lang, 'done.when'),
                    value: sayMoment(plan.dischargedAt.getTime(), lang),
                  },
                ]
              : [
                  {
                    label: t(lang, 'field.plannedOn'),
                    value: plan.plannedOn
                      ? sayDate(plan.plannedOn, lang)
                      : t(lang, 'answer.unknown'),
                  },
                  {
                    label: t(lang, 'part.barriers'),
                    value:
                      open.length === 0
                        ? t(lang, 'part.none')
                        : open.map((each) => t(lang, `barrier.${each}`)).join(', '),
                  },
                ]
          }
        />
        <Actions>
          <Button kind="secondary" href={ctx.href(`/pathways/${pathway.id}/discharge`)}>
            {t(lang, 'plan.open')}
          </Button>
          {owns && pathway.closedAt === null && !done ? (
            <Button kind="quiet" href={ctx.href(`/pathways/${pathway.id}/tell-admission`)}>
              {noticeTexts(lang, 'admitted.title')}
            </Button>
          ) : null}
        </Actions>
      </Panel>
    )
  },
}
