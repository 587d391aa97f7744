import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFiles } from './house/files.ts'
import { brokenLinks, linksIn, unknownCommands } from './links/markdown.ts'
import { root } from './suite/run.ts'

/** `npm run links`: relative links and headings in every Markdown file, and the commands they name. */
const files = projectFiles(root).filter((file) => file.path.endsWith('.md'))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}
const tree = {
  exists: (path: string) => existsSync(join(root, path)),
  read: (path: string) => files.find((file) => file.path === path)?.text ?? null,
}
const problems = files.flatMap(({ path, text }) => [
  ...brokenLinks(path, text, tree),
  ...unknownCommands(path, text, Object.keys(manifest.scripts)),
])
for (const problem of problems) console.log(problem)
const links = files.reduce((sum, file) => sum + linksIn(file.text).length, 0)
console.log(`${links} links in ${files.length} Markdown files checked, ${problems.length} broken`)
process.exitCode = problems.length === 0 && files.length > 0 ? 0 : 1
