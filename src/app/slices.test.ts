import { describe, expect, it } from 'vitest'
import { errorTexts, menu, slices } from './slices.ts'

const routes = slices.flatMap((slice) =>
  slice.routes.map((route) => ({ slice: slice.name, route })),
)

describe('what the slices give to the roof', () => {
  it('names a permission for every route, and says "public" aloud', () => {
    expect(routes.length).toBeGreaterThan(20)
    for (const { slice, route } of routes) {
      const named =
        route.permission === 'public' ||
        (typeof route.permission?.name === 'string' &&
          route.permission.name !== '' &&
          typeof route.permission.allows === 'function')
      expect(named, `${slice}: ${route.method} ${route.path}`).toBe(true)
    }
  })

  it('writes only by POST and never lets the public write to the directory', () => {
    const publicWrites = routes
      .filter(({ route }) => route.method === 'POST' && route.permission === 'public')
      .map(({ route }) => route.path)
    // Logging in, by a code, a passkey or a personal link, is the only thing that anyone may send.
    for (const path of publicWrites) expect(path).toMatch(/^\/(login|logout|r)(\/|$)/)
  })

  it('has no two routes on one door', () => {
    const doors = routes.map(({ route }) => `${route.method} ${route.path}`)
    expect(new Set(doors).size).toBe(doors.length)
  })

  it('declares the answer of every JSON route, so that undeclared fields are stripped', () => {
    for (const { route } of routes.filter(({ route }) => route.kind === 'api')) {
      expect(route.response, `${route.method} ${route.path}`).toBeDefined()
    }
  })

  it('says everything in Danish and in English', () => {
    const translators = slices.flatMap((slice) => slice.texts)
    expect(translators.length).toBeGreaterThan(3)
    for (const { raw } of translators) {
      expect(Object.keys(raw.en).sort()).toEqual(Object.keys(raw.da).sort())
      for (const lang of ['da', 'en'] as const) {
        for (const [key, message] of Object.entries(raw[lang])) {
          if (typeof message === 'string') expect(message.trim(), `${lang} ${key}`).not.toBe('')
        }
      }
    }
    expect(Object.keys(errorTexts.da).sort()).toEqual(Object.keys(errorTexts.en).sort())
  })

  it('uses the same placeholders in both languages', () => {
    const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()
    for (const { raw } of slices.flatMap((slice) => slice.texts)) {
      for (const [key, da] of Object.entries(raw.da)) {
        const en = raw.en[key]
        if (typeof da === 'string' && typeof en === 'string') {
          expect([...new Set(names(en))], key).toEqual([...new Set(names(da))])
        }
      }
    }
  })

  it('offers no menu item twice', () => {
    expect(new Set(menu.map((item) => item.path)).size).toBe(menu.length)
  })
})
