/**
 * Denmark as 98 equal tiles: small municipalities are seen as well as large ones. Shape or figure,
 * letters and colour; a municipality nobody has told about is hatched and called unknown. A table
 * says the same to those who listen, and on a phone.
 */
import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { safeUrl } from './safe-url.ts'
import { HatchPattern, ShapePath, type StatusValue } from './status.tsx'
import { Table } from './table.tsx'
import { t } from './texts.ts'
import { type Tile, tileColumns, tileGrid, tileRows } from './tile-grid.ts'

/** A status, or three steps of more and more; `none` is a known «nothing here». */
export type TileTone = StatusValue | 'step1' | 'step2' | 'step3' | 'none'

export interface TileValue {
  tone: TileTone
  /** In words, for the table and for those who point: «3 steder, 1 lukket». */
  label: string
  /** At most three characters in the tile, where a figure says more than a shape. */
  mark?: string
}

export interface TileMapProps {
  lang: Lang
  /** What the map shows; heads the table too. */
  title: string
  /** By municipality code. A code that is missing is shown as unknown. */
  values: Record<string, TileValue>
  legend: readonly { tone: TileTone; label: string }[]
  hrefFor?: (code: string) => string | undefined
  /** The municipality in view. */
  current?: string
  /** Unique on the page. */
  id: string
}

const size = 40
const step = size + 3

const statuses: readonly string[] = ['open', 'limited', 'closed', 'unknown']
const isStatus = (tone: TileTone): tone is StatusValue => statuses.includes(tone)

export const TileMap = (props: TileMapProps): VNode => {
  const unknown: TileValue = { tone: 'unknown', label: t(props.lang, 'tiles.unknown') }
  const valueFor = (tile: Tile): TileValue => props.values[tile.code] ?? unknown
  const counted = (tone: TileTone) => tileGrid.filter((tile) => valueFor(tile).tone === tone).length
  const legend = props.legend.some((entry) => entry.tone === 'unknown')
    ? props.legend
    : [...props.legend, unknown]
  return (
    <div class="tiles">
      <svg viewBox={`-1 -1 ${tileColumns * step} ${tileRows * step}`}>
        <title>{t(props.lang, 'tiles.label', { title: props.title })}</title>
        <HatchPattern id={`${props.id}-hatch`} soft />
        {tileGrid.map((tile) => (
          <TileBox key={tile.code} {...props} tile={tile} value={valueFor(tile)} />
        ))}
      </svg>
      <div class="tiles__words">
        <ul class="tiles__legend">
          {legend.map((entry) => (
            <li key={entry.tone}>
              <svg viewBox="-1 -1 42 42" aria-hidden="true" focusable="false">
                <g class={`tile tile--${entry.tone}`}>
                  <TileGround id={props.id} tone={entry.tone} />
                  {isStatus(entry.tone) ? (
                    <TileShape tone={entry.tone} x={10} y={10} scale={1.7} />
                  ) : null}
                </g>
              </svg>
              {t(props.lang, 'tiles.counted', { label: entry.label, n: counted(entry.tone) })}
            </li>
          ))}
        </ul>
        <p class="muted small">{t(props.lang, 'tiles.note')}</p>
        <details>
          <summary>{t(props.lang, 'tiles.table')}</summary>
          <Table
            lang={props.lang}
            caption={props.title}
            dense
            rows={sorted}
            rowKey={(tile) => tile.code}
            empty=""
            columns={[
              {
                key: 'place',
                label: t(props.lang, 'tiles.place'),
                cell: (tile) => <PlaceLink tile={tile} href={props.hrefFor?.(tile.code)} />,
              },
              {
                key: 'value',
                label: t(props.lang, 'tiles.value'),
                cell: (tile) => valueFor(tile).label,
              },
            ]}
          />
        </details>
      </div>
    </div>
  )
}

const sorted = [...tileGrid].sort((a, b) => a.name.localeCompare(b.name, 'da'))

const PlaceLink = ({ tile, href }: { tile: Tile; href: string | undefined }): VNode =>
  href ? <a href={safeUrl(href)}>{tile.name}</a> : <span>{tile.name}</span>

const TileBox = (props: TileMapProps & { tile: Tile; value: TileValue }): VNode => {
  const { tile, value } = props
  const words = `${tile.name} (${tile.short}): ${value.label}`
  const href = safeUrl(props.hrefFor?.(tile.code))
  const drawing = (
    <>
      <title>{words}</title>
      <TileGround id={props.id} tone={value.tone} />
      <text class="tile__name" x={size / 2} y="15">
        {tile.short}
      </text>
      {value.mark === undefined && isStatus(value.tone) ? (
        <TileShape tone={value.tone} x={14} y={21} scale={1} />
      ) : (
        <text class="tile__value" x={size / 2} y="31">
          {(value.mark ?? '').slice(0, 3)}
        </text>
      )}
    </>
  )
  const classes = `tile tile--${value.tone}${tile.code === props.current ? ' tile--current' : ''}`
  return (
    <g class={classes} transform={`translate(${tile.column * step} ${tile.row * step})`}>
      {href ? (
        <a href={href} aria-current={tile.code === props.current || undefined}>
          {drawing}
        </a>
      ) : (
        drawing
      )}
    </g>
  )
}

const TileGround = ({ id, tone }: { id: string; tone: TileTone }): VNode => (
  <>
    <rect class="tile__ground" width={size} height={size} rx="3" />
    {tone === 'unknown' ? (
      <rect width={size} height={size} rx="3" fill={`url(#${id}-hatch)`} />
    ) : null}
  </>
)

const TileShape = (props: { tone: StatusValue; x: number; y: number; scale: number }): VNode => (
  <g class="shape-ink" transform={`translate(${props.x} ${props.y}) scale(${props.scale})`}>
    <ShapePath value={props.tone} />
  </g>
)
