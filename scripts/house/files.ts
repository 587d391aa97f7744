import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const limits = { source: 300, test: 500 }

export interface SourceFile {
  /** Path from the project's folder, with `/`. */
  path: string
  text: string
}

const apart = /^(node_modules|\.git|\.vaern|coverage|tmp)$/
const readable =
  /\.(ts|tsx|mjs|js|json|sql|css|scss|md|yml|yaml|csv|svg|txt)$|(^|\/)(LICENSE|run|\.npmrc|\.gitignore|\.editorconfig|\.gitattributes)$/

/** Every text file of the project; packages, data folders and the lockfile are left out. */
export const projectFiles = (folder: string): SourceFile[] =>
  globSync(['**/*', '.*', '.ci/*'], {
    cwd: folder,
    withFileTypes: true,
    exclude: (entry) => apart.test(entry.name),
  })
    .filter((entry) => entry.isFile() && entry.name !== 'package-lock.json')
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readable.test(path.replaceAll('\\', '/')))
    .sort()
    .map((path) => ({
      path: path.slice(folder.length).replaceAll('\\', '/').replace(/^\//, ''),
      text: readFileSync(path, 'utf8'),
    }))

const isTest = (path: string): boolean => /\.test\.tsx?$|^e2e\//.test(path)

/** Files longer than the house likes. Generated files are left out. */
export const tooLong = ({ path, text }: SourceFile): string[] => {
  if (!/\.(ts|tsx|mjs|sql|css|scss)$/.test(path) || /\.generated\./.test(path)) return []
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  const limit = isTest(path) ? limits.test : limits.source
  return lines > limit ? [`too-long: ${path} has ${lines} lines, ${limit} are allowed`] : []
}

const machinePath =
  /(?:^|[^\w.}/])\/(?:work|tmp|root|farm)\/[a-z][\w./-]*|(?:^|[^\w.}/])\/(?:home|Users)\/[a-z][\w-]*\/[\w./-]*/

/** A path of one machine has no meaning on another. */
export const machinePaths = ({ path, text }: SourceFile): string[] =>
  text.split('\n').flatMap((line, index) => {
    const found = machinePath.exec(line)?.[0]
    return found ? [`machine-path: ${path}:${index + 1} ${found.trim()}`] : []
  })

const clock =
  /\bDate\.now\(|\bnew Date\(\s*\)|\bTemporal\.Now\b|\bperformance\.now\(|\bMath\.random\(/

/** Time and chance come into rules, schemas and policies as data. */
export const readsTheClock = ({ path, text }: SourceFile): string[] => {
  if (!/^src\/.*\/(schema|rules|policy)\.ts$/.test(path)) return []
  const code = text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/.*$/gm, '$1')
  return code.split('\n').flatMap((line, index) => {
    const found = clock.exec(line)?.[0]
    return found ? [`reads-the-clock: ${path}:${index + 1} ${found.trim()}`] : []
  })
}

/** A slice has a door plate and a face. */
export const slicesWithoutFace = (files: SourceFile[]): string[] => {
  const paths = new Set(files.map((file) => file.path))
  const slices = new Set(
    [...paths].flatMap((path) => /^src\/slices\/([^/]+)\//.exec(path)?.[1] ?? []),
  )
  return [...slices]
    .sort()
    .flatMap((slice) =>
      ['README.md', 'index.ts']
        .filter((name) => !paths.has(`src/slices/${slice}/${name}`))
        .map((name) => `no-face: src/slices/${slice} has no ${name}`),
    )
}
