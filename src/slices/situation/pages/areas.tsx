import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import {
  type Column,
  Link,
  numberText,
  Panel,
  Table,
  TileMap,
  type TileTone,
  type TileValue,
} from '#kit/ui/index.ts'
import { type Unit, words } from '#slices/services/index.ts'
import { type Counts, countAll, NATIONWIDE, stateOf, type Tally, tallyOf } from '../rules.ts'
import { t } from '../texts.ts'
import type { Situation } from '../view.ts'
import { unitsIn } from './numbers.tsx'

const noneAt = (lang: Lang): TileValue => ({ tone: 'none', label: t(lang, 'map.none'), mark: '' })

/** The figure is what is known to be open; where nothing is, unknown shows as unknown and never as a zero. */
const tileOf = (lang: Lang, tone: TileTone, counts: Counts): TileValue => ({
  tone,
  label: t(lang, 'map.value', { ...counts }),
  ...(tone === 'unknown' && counts.open === 0 ? {} : { mark: String(counts.open) }),
})

const states = ['open', 'limited', 'closed', 'unknown', 'none'] as const

/** The municipalities of the whole country; each tile leads to that municipality's situation. */
export const MapPanel = (props: {
  ctx: Ctx
  situation: Situation
  areaHref: (code: string) => string
}): VNode => {
  const { ctx, situation } = props
  const { lang } = ctx
  const values: Record<string, TileValue> = {}
  for (const { code } of situation.denmark.municipalities) {
    const counts = situation.tallies.get(code)?.services
    const tone = stateOf(counts)
    values[code] = counts && tone !== 'none' ? tileOf(lang, tone, counts) : noneAt(lang)
  }
  return (
    <Panel title={t(lang, 'map.title')} aside={t(lang, 'map.aside')}>
      <p class="muted small">{t(lang, 'map.note')}</p>
      <TileMap
        lang={lang}
        id="map"
        title={t(lang, 'map.what')}
        values={values}
        legend={states.map((tone) => ({ tone, label: t(lang, `map.${tone}`) }))}
        hrefFor={props.areaHref}
        current={situation.area.kind === 'municipality' ? situation.area.code : undefined}
      />
    </Panel>
  )
}

interface AreaRow {
  code: string
  name: string
  tally: Tally
}

/** The parts of the area: regions of the country, municipalities of a region. */
const partsOf = (lang: Lang, { area, denmark, tallies }: Situation): AreaRow[] => {
  const row = (code: string, name: string, municipalities: string[]): AreaRow => ({
    code,
    name,
    tally: tallyOf(tallies, municipalities),
  })
  if (area.kind === 'region') {
    return denmark.municipalities
      .filter((one) => one.region === area.code)
      .map((one) => row(one.code, one.name, [one.code]))
  }
  const regions = denmark.regions.map((region) =>
    row(
      region.code,
      // The heading says that these are regions.
      region.name.replace(/^Region /, ''),
      denmark.municipalities.filter((one) => one.region === region.code).map((one) => one.code),
    ),
  )
  return [...regions, row(NATIONWIDE, t(lang, 'areas.nationwide'), [NATIONWIDE])]
}

const freeText = (lang: Lang, { capacity }: Tally, unit: Unit): string => {
  const { free, total, totalFresh, services } = capacity[unit]
  if (services === 0) return '–'
  return free === null
    ? t(lang, 'areas.unknown-of', { total: numberText(lang, total) })
    : t(lang, 'areas.of', { free: numberText(lang, free), total: numberText(lang, totalFresh) })
}

const openText = (lang: Lang, counts: Counts): string => {
  const all = countAll(counts)
  if (all === 0) return '–'
  return counts.unknown === all
    ? t(lang, 'areas.unknown')
    : t(lang, 'areas.open-of', { open: counts.open + counts.limited, all })
}

/** Long Danish compounds may break before their last part, so that every kind finds room on paper. */
const breakable = (name: string): string =>
  name.replace(/(?<=\p{L})(?=pladser|værelser)/u, '\u00ad')

/** Places and services of each part of the area, so that one can see where it is full. */
export const PartsPanel = (props: {
  ctx: Ctx
  situation: Situation
  areaHref: (code: string) => string
}): VNode | null => {
  const { ctx, situation } = props
  const { lang } = ctx
  if (situation.area.kind === 'municipality') return null
  const parts = partsOf(lang, situation)
  const rows = parts.filter((part) => countAll(part.tally.services) > 0)
  const columns: Column<AreaRow>[] = [
    {
      key: 'area',
      label: t(lang, 'areas.area'),
      cell: ({ code, name }) =>
        code === NATIONWIDE ? name : <Link href={props.areaHref(code)}>{name}</Link>,
    },
    {
      key: 'services',
      label: t(lang, 'areas.services'),
      number: true,
      cell: ({ tally }) => <span class="nowrap">{openText(lang, tally.services)}</span>,
    },
    ...unitsIn(situation.tally).map((unit) => ({
      key: unit,
      label: breakable(words(lang, `unit.${unit}`)),
      number: true,
      cell: ({ tally }: AreaRow) => <span class="nowrap">{freeText(lang, tally, unit)}</span>,
    })),
  ]
  const title = t(lang, `areas.title.${situation.area.kind}`)
  const left = parts.length - rows.length
  return (
    <Panel title={title} aside={t(lang, 'areas.aside')}>
      <Table
        lang={lang}
        caption={title}
        captionHidden
        dense
        columns={columns}
        rows={rows}
        rowKey={(row) => row.code}
        empty={t(lang, 'areas.none')}
      />
      {situation.area.kind === 'region' && left > 0 ? (
        <p class="muted small">{t(lang, 'areas.empty', { n: left })}</p>
      ) : null}
    </Panel>
  )
}
