import { describe, expect, it } from 'vitest'
import { anchorOf, anchorsIn, brokenLinks, linksIn, unknownCommands } from './markdown.ts'

const files: Record<string, string> = {
  'README.md': '# Værn\n\n## Kør på din egen server\n\n## Again\n\n## Again\n',
  'docs/a.md': '# A `code` & more\n',
  'docs/map.svg': '<svg/>',
}
const tree = {
  exists: (path: string) => path in files || path === 'docs',
  read: (path: string) => files[path] ?? null,
}

describe('links in Markdown', () => {
  it('finds inline, named and HTML links, and none in code', () => {
    const text = [
      '[a](x.md) ![p](p.png "title") [b][n]',
      '[n]: named.md',
      '<img src="i.svg">',
      '`[no](code.md)`',
      '```',
      '[no](fence.md)',
      '```',
    ].join('\n')
    expect(linksIn(text)).toEqual(['x.md', 'p.png', 'named.md', 'i.svg'])
  })

  it('passes what exists, with Danish headings, and never visits the web', () => {
    const text =
      '[a](../README.md#kør-på-din-egen-server) [b](map.svg) [c](https://example.org/x) [d](#here)\n# Here'
    expect(brokenLinks('docs/b.md', text, tree)).toEqual([])
  })

  it('names files and headings that are not there', () => {
    expect(brokenLinks('docs/a.md', '[a](gone.md) [b](../README.md#nope) [c](/x)', tree)).toEqual([
      'docs/a.md: gone.md leads nowhere',
      'docs/a.md: ../README.md#nope names a heading that is not there',
      'docs/a.md: /x is not relative',
    ])
  })

  it('makes the anchors that GitHub makes', () => {
    expect(anchorOf('A `code` & more')).toBe('a-code--more')
    expect([...anchorsIn(files['README.md'] ?? '')]).toEqual([
      'værn',
      'kør-på-din-egen-server',
      'again',
      'again-1',
    ])
  })

  it('names commands that package.json does not have', () => {
    const text = '`npm ci && npm start`, `npm run db:types`, `npm run gone -- x`'
    expect(unknownCommands('README.md', text, ['start', 'db:types'])).toEqual([
      'README.md: package.json has no script "gone"',
    ])
  })
})
