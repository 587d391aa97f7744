import type { VNode } from 'preact'
import type { Space, Tx } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import type { Involved } from './schema.ts'
import { t } from './texts.ts'

/** One view of a person, with an address of its own. */
export interface PersonTab {
  key: string
  /** Path within the space. */
  path: (id: string) => string
  label: Record<Lang, string>
  /** Where it stands among the others: 10, 20, 30 … */
  order: number
  /** Left out for those who would only be refused there; shown to everybody involved unless told. */
  shown?: (involved: Involved) => boolean
}

/** The person's page: the one plan. */
export const personHref = (id: string): string => `/people/${id}`

const own = (key: 'plan' | 'identity' | 'consents' | 'involvements' | 'copy', order: number) => ({
  key,
  path: (id: string) => (key === 'plan' ? personHref(id) : `${personHref(id)}/${key}`),
  label: { da: t('da', `tab.${key}`), en: t('en', `tab.${key}`) },
  order,
})

/** The views of a person. The app adds those of the slices that people knows nothing of. */
export const personTabs: PersonTab[] = [
  own('plan', 10),
  own('identity', 50),
  own('consents', 60),
  own('involvements', 70),
  own('copy', 90),
]

/**
 * Kinds of live topics of other slices whose pages rest on being involved: a referral that is being read, a board.
 * Filled by the app, like the tabs.
 */
export const involvedKinds: string[] = []

/**
 * Tells what else changes on the screens of others when somebody loses sight of the person: a place that is free again.
 * Asked before it happens, while whoever does it still sees the person. Filled by the app, like the tabs.
 */
export const involvedFollowers: ((tx: Tx, space: Space, person: string) => Promise<void>)[] = []

/** A section of the person's own copy, in plain words; null where there is nothing to say. */
export interface CopyPart {
  key: string
  order: number
  section: (ctx: Pick<Ctx, 'lang' | 'now'>, tx: Tx, persons: string[]) => Promise<VNode | null>
}

/** What the person's own copy holds beyond what people knows itself. Filled by the app, like the tabs. */
export const copyParts: CopyPart[] = []
