import type { VNode } from 'preact'
import { Tabs } from '#kit/ui/index.ts'
import { editors } from '../../policy.ts'
import { directoryTexts as t } from '../texts.ts'
import type { View } from './fields.tsx'

const tabs = [
  ['services', '/directory'],
  ['hotlines', '/hotlines'],
  ['import', '/directory/import'],
] as const

/** The directory's lists, as far as they are open to the reader. */
export const DirectoryTabs = ({
  ctx,
  tab,
}: {
  ctx: View
  tab: (typeof tabs)[number][0]
}): VNode => (
  <Tabs
    lang={ctx.lang}
    label={t(ctx.lang, 'tabs')}
    items={tabs
      .filter(([name]) => name !== 'import' || editors.allows(ctx.actor, ctx))
      .map(([name, path]) => ({
        label: t(ctx.lang, `tab.${name}`),
        href: ctx.href(path),
        current: name === tab,
      }))}
  />
)
