/** A QR code as SVG: black on white in every theme, because phones read it so. */
import type { VNode } from 'preact'
import qrcode from 'qrcode'
import type { Lang } from '#kit/i18n/index.ts'
import { safeUrl } from './safe-url.ts'
import { t } from './texts.ts'

/** The light edge that the standard asks for, in modules. */
const quiet = 4

/** `url` must be absolute; a refused address gives no code. */
export const QrCode = (props: { lang: Lang; url: string }): VNode | null => {
  const url = safeUrl(props.url)
  if (url === undefined) return null
  // As bytes: looking for stretches of digits in an address costs more than it saves.
  const { modules } = qrcode.create([{ data: Buffer.from(url), mode: 'byte' }], {
    errorCorrectionLevel: 'M',
  })
  const width = modules.size + 2 * quiet
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${width} ${width}`}
      role="img"
      aria-label={t(props.lang, 'qr', { url })}
      shape-rendering="crispEdges"
    >
      <path d={pathOf(modules.data, modules.size)} />
    </svg>
  )
}

/** Each run of dark modules in a row becomes one rectangle of the path. */
const pathOf = (data: Uint8Array, size: number): string => {
  let path = ''
  for (let row = 0; row < size; row++) {
    let column = 0
    while (column < size) {
      const start = column
      while (column < size && data[row * size + column]) column++
      if (column > start) {
        path += `M${start + quiet} ${row + quiet}h${column - start}v1h-${column - start}z`
      }
      column++
    }
  }
  return path
}
