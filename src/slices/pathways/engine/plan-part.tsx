import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { Link, Panel, Tag } from '#kit/ui/index.ts'
import type { PlanPart } from '#slices/people/index.ts'
import { type DefinitionKey, sayKind } from '../definitions/index.ts'
import { t } from '../texts.ts'
import type { Clock } from './model.ts'
import { Due, sayClock } from './say.tsx'

/** On the person's page: open pathways, where each stands, who answers for it and what waits next. */
export const pathwaysInPlan: PlanPart = {
  key: 'pathways',
  order: 5,
  source: 'pathways.open_in_plan',
  say: (ctx, told) =>
    told === null
      ? null
      : {
          section: (
            <Panel title={t(ctx.lang, 'pathways.open')}>
              <ul class="plain-list">
                {(told as OpenInPlan[]).map((each) => (
                  <OpenPathway key={each.id} ctx={ctx} pathway={each} />
                ))}
              </ul>
            </Panel>
          ),
        },
}

const OpenPathway = (props: {
  ctx: Ctx<unknown, unknown, unknown>
  pathway: OpenInPlan
}): VNode => {
  const { ctx, pathway } = props
  const { lang, now } = ctx
  const { id, definition, state, ownerName, organisation, ownerLeftAt, next } = pathway
  return (
    <li>
      <Link href={ctx.href(`/pathways/${id}`)}>{sayKind(definition, lang, 'title')}</Link>{' '}
      <Tag>{sayKind(definition, lang, `state.${state}`)}</Tag>
      <div>
        {t(lang, 'stands.owner')}:{' '}
        {t(lang, 'stands.owner.value', { organisation: organisation ?? '', name: ownerName })}{' '}
        {ownerLeftAt === null ? null : (
          <Tag tone="info">{t(lang, 'owner.left.title', { name: ownerName })}</Tag>
        )}
      </div>
      {next === null ? (
        <div class="muted">{t(lang, 'clocks.none')}</div>
      ) : (
        <div>
          {sayClock(lang, next, { definition })}{' '}
          <Due lang={lang} due={new Date(next.dueAt)} now={now} />
        </div>
      )}
    </li>
  )
}

/** As `pathways.open_in_plan` says it. */
interface OpenInPlan {
  id: string
  definition: DefinitionKey
  state: string
  ownerName: string
  ownerLeftAt: string | null
  organisation: string | null
  next: (Pick<Clock, 'kind' | 'rule' | 'text'> & { dueAt: string }) | null
}
