/**
 * What a page loads besides its HTML: two sheets, two font files, two scripts. Every address holds
 * a hash of the content and may be cached for ever. Sheets are compiled at the first start and kept
 * under `node_modules/.cache/vaern/`; a start where nothing changed compiles nothing.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { cached, compileSheet, packageFile, type SheetName, sheetSources } from './sheets.ts'

export interface AssetFile {
  body: Buffer
  type: string
  gzip?: Buffer
  brotli?: Buffer
}

export type AssetName = SheetName | FontName | 'turbo.js' | 'live.js'
type FontName = 'plex-regular.woff2' | 'plex-semibold.woff2'

export interface Assets {
  /** `public.css` gives `/assets/public-<hash>.css`. */
  url: (name: AssetName) => string
  /** What the server answers under `/assets/`, by path. */
  files: Map<string, AssetFile>
}

/** For every file in `files`: its address changes when its content does. */
export const assetCacheControl = 'public, max-age=31536000, immutable'

const fonts: Record<FontName, string> = {
  'plex-regular.woff2': 'IBMPlexSans-Regular-Latin1.woff2',
  'plex-semibold.woff2': 'IBMPlexSans-SemiBold-Latin1.woff2',
}
const fontFolder = 'dkfds/dist/fonts/IBMPlexSans/split/woff2'

const pack = {
  gzip: promisify(gzip),
  brotli: promisify<Buffer, object, Buffer>(brotliCompress),
}

const hashOf = (body: Buffer | string): string =>
  createHash('sha256').update(body).digest('hex').slice(0, 12)

let loading: Promise<Assets> | undefined

/** Reads, compiles what is not cached, and packs; the same promise for every caller. */
export const loadAssets = (): Promise<Assets> => {
  loading ??= buildAssets().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

const buildAssets = async (): Promise<Assets> => {
  const files = new Map<string, AssetFile>()
  const urls = new Map<AssetName, string>()
  const add = (name: AssetName, file: AssetFile): string => {
    const dot = name.lastIndexOf('.')
    const url = `/assets/${name.slice(0, dot)}-${hashOf(file.body)}${name.slice(dot)}`
    files.set(url, file)
    urls.set(name, url)
    return url
  }
  for (const [name, file] of Object.entries(fonts) as [FontName, string][]) {
    const body = await readFile(packageFile(`${fontFolder}/${file}`))
    add(name, { body, type: 'font/woff2' })
  }
  const sources = await sheetSources()
  for (const name of ['public.css', 'staff.css'] as const) {
    const css = await cached(name, sources, () => compileSheet(name))
    const placed = css.replace(/plex-(?:regular|semibold)\.woff2/g, (font) =>
      // Sheets and fonts share a folder, so a relative address holds behind any prefix.
      (urls.get(font as FontName) ?? font).replace('/assets/', ''),
    )
    add(name, await packed(placed, 'text/css; charset=utf-8'))
  }
  const scripts = {
    'turbo.js': packageFile('@hotwired/turbo/dist/turbo.es2017-esm.js'),
    'live.js': new URL('./live.js', import.meta.url),
  } as const
  for (const [name, path] of Object.entries(scripts) as [keyof typeof scripts, URL][]) {
    const source = await readFile(path, 'utf8')
    const text = name === 'turbo.js' ? withoutInlineStyle(source) : source
    add(name, await packed(text, 'text/javascript; charset=utf-8'))
  }
  return {
    files,
    url: (name) => {
      const url = urls.get(name)
      if (url === undefined) throw new Error(`No asset named ${name}`)
      return url
    },
  }
}

/**
 * Turbo puts a style element into every page for a progress bar that we draw ourselves; our content
 * security policy refuses it, loudly. Without that one call it has nothing to refuse.
 */
const withoutInlineStyle = (turbo: string): string => {
  const call = /this\.installStylesheetElement\(\);?\s*(?=this\.setValue\(0\))/
  if (!call.test(turbo)) throw new Error('Turbo has changed: its progress bar was not found')
  return turbo.replace(call, '')
}

const packed = async (text: string, type: string): Promise<AssetFile> => {
  const body = Buffer.from(text)
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
  const [gzipped, brotli] = await Promise.all([pack.gzip(body), pack.brotli(body, options)])
  return { body, type, gzip: gzipped, brotli }
}
