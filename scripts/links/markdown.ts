import { posix } from 'node:path'

/** Text without fenced and inline code: what stands there is no link. */
const prose = (text: string): string =>
  text.replace(/^(```|~~~)[\s\S]*?^\1.*$/gm, '').replace(/`[^`\n]*`/g, '')

/** Where the links and pictures of a Markdown text lead, in order. */
export const linksIn = (text: string): string[] => {
  const plain = prose(text)
  const inline = [...plain.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)]
  const named = [...plain.matchAll(/^\[[^\]]+\]:\s*<?(\S+?)>?\s*$/gm)]
  const html = [...plain.matchAll(/\b(?:src|href|srcset)="([^"]+)"/g)]
  return [...inline, ...named, ...html].map((found) => found[1] ?? '')
}

/** The anchor that GitHub makes of a heading. */
export const anchorOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

/** Anchors of a Markdown text: its headings (repeated ones numbered) and explicit ids. */
export const anchorsIn = (text: string): Set<string> => {
  const plain = text.replace(/^(```|~~~)[\s\S]*?^\1.*$/gm, '')
  const anchors = new Set<string>()
  const counts = new Map<string, number>()
  for (const [, heading = ''] of plain.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const anchor = anchorOf(heading)
    const count = counts.get(anchor) ?? 0
    counts.set(anchor, count + 1)
    anchors.add(count === 0 ? anchor : `${anchor}-${count}`)
  }
  for (const [, id = ''] of plain.matchAll(/\bid="([^"]+)"/g)) anchors.add(id)
  return anchors
}

export interface Tree {
  /** Text of a file, or null where there is none. */
  read: (path: string) => string | null
  exists: (path: string) => boolean
}

/** Relative links of one Markdown file that lead nowhere. Addresses on the web are not visited. */
export const brokenLinks = (file: string, text: string, tree: Tree): string[] =>
  linksIn(text).flatMap((link) => {
    if (/^[a-z][a-z+.-]*:/i.test(link)) return []
    const [path = '', anchor] = decodeURI(link).split('#')
    const target = path === '' ? file : posix.join(posix.dirname(file), path)
    if (path.startsWith('/')) return [`${file}: ${link} is not relative`]
    if (path !== '' && !tree.exists(target)) return [`${file}: ${link} leads nowhere`]
    if (!anchor || !target.endsWith('.md')) return []
    return anchorsIn(path === '' ? text : (tree.read(target) ?? '')).has(anchor)
      ? []
      : [`${file}: ${link} names a heading that is not there`]
  })

/** `npm run …`, `npm start` and `npm test` in a text that package.json does not have. */
export const unknownCommands = (file: string, text: string, scripts: string[]): string[] => {
  const named = [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)]
  const names = new Set(named.map((found) => found[1] ?? found[2] ?? ''))
  return [...names]
    .filter((name) => !scripts.includes(name))
    .map((name) => `${file}: package.json has no script "${name}"`)
}
