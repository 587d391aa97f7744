import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { Link, SummaryList, TimeStamp } from '#kit/ui/index.ts'
import { sayKind } from '../definitions/index.ts'
import { t } from '../texts.ts'
import type { Pathway } from './model.ts'

type View = Ctx<unknown, unknown, unknown>

export interface PathwayNames {
  organisations: Map<string, string>
  municipality: string | null
  service: string | null
}

/** State, since when, who answers, and when the person was last met. */
export const WhereItStands = (props: {
  ctx: View
  pathway: Pathway
  names?: PathwayNames
}): VNode => {
  const { ctx, pathway, names } = props
  const { lang, now } = ctx
  const { owner, definition } = pathway
  const organisation = names?.organisations.get(owner.organisation)
  const at = (when: Date) => <TimeStamp lang={lang} at={when} now={now} />
  return (
    <SummaryList
      items={[
        {
          label: t(lang, 'stands.kind'),
          value: (
            <Link href={ctx.href(`/pathway-kinds/${definition}`)}>
              {sayKind(definition, lang, 'title')}
            </Link>
          ),
        },
        {
          label: t(lang, 'stands.state'),
          value: (
            <>
              <strong>{sayKind(definition, lang, `state.${pathway.state}`)}</strong>{' '}
              {at(pathway.stateSince)}
            </>
          ),
        },
        {
          label: t(lang, 'stands.owner'),
          value: organisation
            ? t(lang, 'stands.owner.value', { organisation, name: owner.name })
            : owner.name,
        },
        {
          label: t(lang, 'stands.met'),
          value: pathway.metAt ? at(pathway.metAt) : t(lang, 'stands.met.never'),
        },
        { label: t(lang, 'stands.opened'), value: at(pathway.openedAt) },
        ...(names?.municipality
          ? [{ label: t(lang, 'stands.municipality'), value: names.municipality }]
          : []),
        ...(names?.service ? [{ label: t(lang, 'stands.service'), value: names.service }] : []),
        ...(pathway.closedAt && pathway.outcome
          ? [
              {
                label: t(lang, 'stands.outcome'),
                value: (
                  <>
                    {sayKind(definition, lang, `outcome.${pathway.outcome}`)} {at(pathway.closedAt)}
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}
