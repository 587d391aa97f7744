import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import { localDate, sayDate } from '#kit/time/index.ts'
import { Button, Form, Link, Panel, Tag, whenText } from '#kit/ui/index.ts'
import type { PlanPart } from '#slices/people/index.ts'
import { Ending, idsOf, seeEnding } from '../engine/closing.tsx'
import type { PathwayPart } from '../engine/part.ts'
import { placesTexts as t } from '../texts/places.ts'
import { stepsBehind } from './follow.ts'
import { staysOf } from './queries.ts'
import { isQuiet } from './rules.ts'
import type { Stay } from './schema.ts'

/** On the pathway's page: its stays. What only a stay can do to the pathway is done on the stay's page. */
export const stayPart: PathwayPart = {
  key: 'stay',
  uses: 'stay',
  order: 15,
  transitionHref: (pathway) => `/pathways/${pathway.id}/stay`,
  render: async (ctx, { pathway, owns, key }): Promise<VNode> => {
    const { lang } = ctx
    const stays = await read(ctx.space, ctx.actor, async (tx) =>
      (await staysOf(tx, pathway.person)).filter((stay) => stay.pathway === pathway.id),
    )
    const behind = owns ? await read(ctx.space, ctx.actor, (tx) => stepsBehind(tx, pathway)) : []
    const ends = behind.some(({ transition }) => transition === 'end-stay')
    const ending = ends ? await seeEnding(ctx, pathway.id) : []
    return (
      <Panel title={t(lang, 'panel.title')} id="stay">
        {stays.length === 0 ? <p>{t(lang, 'panel.none')}</p> : null}
        <ul>
          {stays.map((stay) => (
            <li key={stay.id}>
              <Link href={ctx.href(`/stays/${stay.id}`)}>
                {stay.bedLabel ?? t(lang, 'panel.open')}
              </Link>{' '}
              {sayDate(stay.expectedFrom, lang)} – {sayDate(stay.expectedUntil, lang)}{' '}
              <Tag>{t(lang, `state.${stay.status}`)}</Tag>
            </li>
          ))}
        </ul>
        {behind.length > 0 ? (
          <Form
            action={ctx.href(`/pathways/${pathway.id}/stay`)}
            hidden={{ key, withdraws: idsOf(ending) }}
            label={t(lang, 'follow.do')}
          >
            <p>{t(lang, ends ? 'follow.left' : 'follow.came')}</p>
            <Ending ctx={ctx} ending={ending} keeps />
            <Button>{t(lang, 'follow.do')}</Button>
          </Form>
        ) : null}
      </Panel>
    )
  },
}

/**
 * On the person's page: where they live or are awaited, and the first days in which nothing is asked of them
 * (RES-02).
 */
export const stayPlanPart: PlanPart = {
  key: 'stay',
  order: 10,
  source: 'pathways.stay_in_plan',
  say: (ctx, told) => {
    if (told === null) return null
    const { lang, now } = ctx
    const stay = told as StayInPlan
    const house = stay.house ?? ''
    return {
      quietUntil: isQuiet(stay, localDate(now.getTime())) ? stay.quietUntil : null,
      section: (
        <Panel title={t(lang, 'plan.title')}>
          <p>
            {stay.status === 'arrived'
              ? t(lang, 'plan.here', { house, date: sayDate(stay.expectedUntil, lang) })
              : t(lang, 'plan.comes', {
                  house,
                  date: sayDate(stay.expectedFrom, lang),
                  when: stay.reservedUntil ? whenText(lang, new Date(stay.reservedUntil), now) : '',
                })}{' '}
            <Link href={ctx.href(`/stays/${stay.id}`)}>{t(lang, 'panel.open')}</Link>
          </p>
        </Panel>
      ),
    }
  },
}

/** As `pathways.stay_in_plan` says it. */
type StayInPlan = Pick<Stay, 'id' | 'status' | 'expectedFrom' | 'expectedUntil' | 'quietUntil'> & {
  reservedUntil: string | null
  house: string | null
}
