import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import { localDate, sayDate } from '#kit/time/index.ts'
import { Link, Panel, Tag, whenText } from '#kit/ui/index.ts'
import type { PlanPart } from '#slices/people/index.ts'
import { findService } from '#slices/services/index.ts'
import type { PathwayPart } from '../engine/part.ts'
import { placesTexts as t } from '../texts/places.ts'
import { staysOf } from './queries.ts'
import { isHeld, isQuiet } from './rules.ts'

/** On the pathway's page: its stays. What only a stay can do to the pathway is done on the stay's page. */
export const stayPart: PathwayPart = {
  key: 'stay',
  uses: 'stay',
  order: 15,
  transitionHref: (pathway) => `/pathways/${pathway.id}/stay`,
  render: async (ctx, { pathway }): Promise<VNode> => {
    const { lang } = ctx
    const stays = await read(ctx.space, ctx.actor, async (tx) =>
      (await staysOf(tx, pathway.person)).filter((stay) => stay.pathway === pathway.id),
    )
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
  load: async (ctx, tx, persons) => {
    const { lang, now } = ctx
    const all = (await Promise.all(persons.map((person) => staysOf(tx, person)))).flat()
    const stay =
      all.find(({ status }) => status === 'arrived') ??
      all.find((each) => isHeld(each, now.getTime()))
    if (!stay) return null
    const house = (await findService(tx, stay.service))?.name ?? ''
    const quiet = isQuiet(stay, localDate(now.getTime())) ? stay.quietUntil : null
    return {
      quietUntil: quiet,
      section: (
        <Panel title={t(lang, 'plan.title')}>
          <p>
            {stay.status === 'arrived'
              ? t(lang, 'plan.here', { house, date: sayDate(stay.expectedUntil, lang) })
              : t(lang, 'plan.comes', {
                  house,
                  date: sayDate(stay.expectedFrom, lang),
                  when: stay.reservedUntil ? whenText(lang, stay.reservedUntil, now) : '',
                })}{' '}
            <Link href={ctx.href(`/stays/${stay.id}`)}>{t(lang, 'panel.open')}</Link>
          </p>
        </Panel>
      ),
    }
  },
}
