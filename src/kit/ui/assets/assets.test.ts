import { describe, expect, it } from 'vitest'
import { loadAssets } from './index.ts'
import { cached, sheetSources } from './sheets.ts'

const assets = await loadAssets()
const file = (name: Parameters<typeof assets.url>[0]) => {
  const found = assets.files.get(assets.url(name))
  if (!found) throw new Error(`nothing is served for ${name}`)
  return found
}

describe('assets', () => {
  it('have addresses that change with their content', () => {
    expect(assets.url('public.css')).toMatch(/^\/assets\/public-[0-9a-f]{12}\.css$/)
    expect([...assets.files.keys()].every((url) => /-[0-9a-f]{12}\.\w+$/.test(url))).toBe(true)
  })
  it('are made once', async () => {
    expect(await loadAssets()).toBe(assets)
  })
  it('keep the first load of a public page far below 100 kB', () => {
    const fonts = file('plex-regular.woff2').body.length + file('plex-semibold.woff2').body.length
    const css = file('public.css').gzip?.length ?? Number.POSITIVE_INFINITY
    expect(css).toBeLessThan(12_000)
    expect(fonts + css).toBeLessThan(50_000)
  })
  it('keep the scripts of staff pages below 110 kB', () => {
    const scripts = (file('turbo.js').gzip?.length ?? 0) + (file('live.js').gzip?.length ?? 0)
    expect(scripts).toBeGreaterThan(0)
    expect(scripts).toBeLessThan(110_000)
  })
  it('let sheets find their fonts in the same folder, and load nothing else', () => {
    for (const name of ['public.css', 'staff.css'] as const) {
      const urls = [
        ...file(name)
          .body.toString()
          .matchAll(/url\(["']?([^"')]+)/g),
      ].map((hit) => hit[1])
      expect(urls.length).toBe(2)
      for (const url of urls) expect(assets.files.has(`/assets/${url}`)).toBe(true)
    }
  })
  it('leave Turbo no style element to put into a page', () => {
    expect(file('turbo.js').body.toString()).not.toMatch(
      /installStylesheetElement\(\);?\s*this\.setValue/,
    )
  })
  it('name only colours that exist', () => {
    for (const name of ['public.css', 'staff.css'] as const) {
      const css = file(name).body.toString()
      for (const [, token] of css.matchAll(/var\(--([\w-]+)\)/g))
        expect(css).toContain(`--${token}:`)
    }
  })
})

describe('compiled sheets', () => {
  it('are not compiled again while nothing changed', async () => {
    const sources = await sheetSources()
    const css = await cached('public.css', sources, async () => {
      throw new Error('compiled again')
    })
    expect(css).toContain('--ink:')
  })
})
