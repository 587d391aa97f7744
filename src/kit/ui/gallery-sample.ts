/**
 * Sample data for the gallery. Everything is invented and bears names that say so, except the words
 * of the timeline, which are shortened from the documents of March 2020.
 */
import type { Lang } from '#kit/i18n/index.ts'
import type { Assets } from './assets/index.ts'
import type { LaneEntry } from './lanes.tsx'
import type { StatusValue } from './status.tsx'
import { tileGrid } from './tile-grid.ts'
import type { TileValue } from './tile-map.tsx'

export interface GalleryProps {
  lang: Lang
  assets: Pick<Assets, 'url'>
  href: (path: string) => string
  now: Date
  /** `public` shows the components in the layout for everybody. */
  layout?: 'staff' | 'public' | undefined
}

export const sampleLanes: Record<Lang, { id: string; label: string }[]> = {
  da: [
    { id: 'national', label: 'Regeringen' },
    { id: 'social', label: 'Social- og rusmiddelområdet' },
    { id: 'municipality', label: 'København' },
  ],
  en: [
    { id: 'national', label: 'The Government' },
    { id: 'social', label: 'Social and substance-use field' },
    { id: 'municipality', label: 'Copenhagen' },
  ],
}

type Sample = [lane: string, when: string, text: string, effectiveFrom?: string]
const samples: Sample[] = [
  ['national', '2020-03-06', 'Arrangementer over 1.000 frarådes'],
  ['national', '2020-03-11', 'Lukning, højst 100'],
  ['national', '2020-03-13', 'Grænsen lukkes', '2020-03-14'],
  ['national', '2020-03-15', 'Hjælpepakke'],
  ['national', '2020-03-17', 'Højst 10 personer', '2020-03-18'],
  ['national', '2020-03-23', 'Forlænget til 13. april'],
  ['social', '2020-03-11', 'Socialområdet er kritisk'],
  ['social', '2020-03-17', 'Bekendtgørelse og hotline'],
  ['social', '2020-03-18', 'Info til frontpersonale'],
  ['social', '2020-03-19', 'Brev til kommunerne'],
  ['social', '2020-03-24', '55 ekstra krisecenterpladser'],
  ['municipality', '2020-03-13', 'Kommunen lukker ned'],
  ['municipality', '2020-03-16', 'Bavnehøj: 50 pladser'],
  ['municipality', '2020-03-18', 'Højst 10 i værestederne'],
  ['municipality', '2020-03-19', 'Udgående substitution'],
  ['municipality', '2020-W13', 'Uge 13: mobil test af mennesker på gaden'],
  ['municipality', '2020-03-24', 'Solterrasserne: 64 isolationspladser'],
]

export const sampleEntries: LaneEntry[] = samples.map(
  ([lane, when, text, effectiveFrom], index) => ({
    id: `sample-${index}`,
    lane,
    text,
    effectiveFrom,
    ...(when.includes('W') ? { week: when } : { date: when }),
  }),
)

const tones: StatusValue[] = ['open', 'open', 'limited', 'closed', 'unknown', 'open', 'unknown']

/** A pattern that is plainly made up, with some municipalities left out: they show as unknown. */
export const sampleTiles = (words: Record<StatusValue, string>): Record<string, TileValue> =>
  Object.fromEntries(
    tileGrid
      .map((tile, index) => ({ tile, tone: tones[(index * 5) % tones.length] ?? 'unknown' }))
      .filter(({ tone }) => tone !== 'unknown')
      .map(({ tile, tone }) => [tile.code, { tone, label: words[tone] }]),
  )

export interface SampleService {
  id: string
  name: string
  status: StatusValue
  total: number | null
  free: number | null
  minutes: number | null
}

export const sampleServices: SampleService[] = [
  { id: 'a', name: 'Natly ved Havnen', status: 'open', total: 12, free: 3, minutes: 12 },
  { id: 'b', name: 'Varmestuen Lygten', status: 'limited', total: 10, free: null, minutes: 1560 },
  { id: 'c', name: 'Café Eksempel', status: 'closed', total: null, free: null, minutes: 200 },
  { id: 'd', name: 'Herberget Nordlys', status: 'unknown', total: 24, free: null, minutes: null },
]

/** The gallery says everything in both languages where it stands. */
export const say = (lang: Lang, da: string, en: string): string => (lang === 'da' ? da : en)

export const before = (now: Date, minutes: number): Date =>
  new Date(now.getTime() - minutes * 60_000)
