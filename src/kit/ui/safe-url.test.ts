import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeUrl, telUrl } from './safe-url.ts'

describe('safeUrl', () => {
  it.each([
    '/',
    '/s/march-2020/situation?at=2020-03-24T12:00:00Z',
    '?cursor=abc:def',
    '#main',
    'places/1',
    'https://vaern.example/a?b=c#d',
    'http://localhost:3000/',
    'mailto:nogen@example.org',
    'tel:112',
  ])('keeps %s', (url) => {
    expect(safeUrl(url)).toBe(url)
  })

  it.each([
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'blob:https://a/b',
    '//other.example/',
    '/\\other.example/',
    'http://',
    'a:b',
    '',
    null,
    undefined,
  ])('refuses %s', (url) => {
    expect(safeUrl(url)).toBeUndefined()
  })

  it('never lets through what a browser would run or send elsewhere without saying so', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((x) => `javascript:${x}`),
        ),
        (text) => {
          const url = safeUrl(text)
          if (url === undefined) return
          const resolved = new URL(url, 'https://vaern.example/s/x/')
          expect(['https:', 'http:', 'mailto:', 'tel:']).toContain(resolved.protocol)
          if (!/^https?:/i.test(url) && resolved.protocol.startsWith('http')) {
            expect(resolved.host).toBe('vaern.example')
          }
        },
      ),
    )
  })
})

describe('telUrl', () => {
  it('makes a number as people write it ready to call', () => {
    expect(telUrl('00 00 00 01')).toBe('tel:00000001')
    expect(telUrl('+45 00 00 00 01')).toBe('tel:+4500000001')
  })
  it('refuses what is no number', () => {
    expect(telUrl('ring til os')).toBeUndefined()
  })
})
