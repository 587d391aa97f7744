/** Compiling the two sheets, and the cache that keeps it from happening twice. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { tokensCss } from '../tokens.ts'

export type SheetName = 'public.css' | 'staff.css'

const folder = new URL('./', import.meta.url)
const nodeModules = new URL('../../../../node_modules/', import.meta.url)
const cacheFolder = new URL('.cache/vaern/', nodeModules)

/** A file inside an installed package; `exports` of dkfds hides its sheets and fonts. */
export const packageFile = (path: string): URL => new URL(path, nodeModules)

/** One hash over everything that a sheet is made of: our sources, the tokens, the versions. */
export const sheetSources = async (): Promise<string> => {
  const hash = createHash('sha256').update(tokensCss())
  const names = (await readdir(folder)).filter((name) => name.endsWith('.scss')).sort()
  for (const name of names) {
    hash.update(name).update(await readFile(new URL(name, folder)))
  }
  for (const name of ['dkfds', 'sass']) {
    const manifest = JSON.parse(await readFile(packageFile(`${name}/package.json`), 'utf8'))
    hash.update(`${name}@${String(manifest.version)}`)
  }
  return hash.digest('hex').slice(0, 16)
}

/** Sass is loaded only when there is something to compile: it costs more than the compiling. */
export const compileSheet = async (name: SheetName): Promise<string> => {
  const { compile } = await import('sass')
  const source = fileURLToPath(new URL(name.replace(/css$/, 'scss'), folder))
  const { css } = compile(source, {
    style: 'compressed',
    loadPaths: [fileURLToPath(packageFile('dkfds/src/stylesheets'))],
    quietDeps: true,
    silenceDeprecations: ['if-function'],
  })
  return `${tokensCss()}${css.replace(/^\uFEFF/, '').replace(/^@charset "UTF-8";/, '')}`
}

/** A folder that cannot be written costs a compilation at the next start, nothing else. */
export const cached = async (
  name: SheetName,
  sources: string,
  make: () => Promise<string>,
): Promise<string> => {
  const file = new URL(`${name.replace(/\.css$/, '')}-${sources}.css`, cacheFolder)
  try {
    return await readFile(file, 'utf8')
  } catch {
    const css = await make()
    await keep(file, css)
    return css
  }
}

/** Written beside and renamed, so that a reader never meets half a sheet. */
const keep = async (file: URL, css: string): Promise<void> => {
  const half = new URL(`${file.href}.${randomUUID()}`)
  try {
    await mkdir(cacheFolder, { recursive: true })
    await writeFile(half, css)
    await rename(half, file)
  } catch {
    return
  }
}
