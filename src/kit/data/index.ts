import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { z } from 'zod'

/**
 * Reads the readable data files under `data/`. Each is `{ "about": "…", "rows": […] }`;
 * every row is checked, and an error names the file and the row so that a person can mend it.
 */
const root = new URL('../../../data/', import.meta.url)

export const dataUrl = (file: string): URL => new URL(file, root)

const nameOf = (row: unknown): string => {
  if (typeof row !== 'object' || row === null) return ''
  const named = row as Record<string, unknown>
  const name = named.key ?? named.code ?? named.id ?? named.no ?? named.name
  return name === undefined ? '' : ` (${String(name)})`
}

/**
 * The rows of `data/<file>`, each parsed by `schema`.
 * @throws Error naming the file, the row (from 1) and the field that is wrong.
 */
export const readRows = <Row extends z.ZodType>(file: string, schema: Row): z.output<Row>[] => {
  const text = readFileSync(dataUrl(file), 'utf8')
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw new Error(`data/${file} is not JSON: ${(error as Error).message}`)
  }
  const rows = (parsed as { rows?: unknown } | null)?.rows
  if (!Array.isArray(rows)) throw new Error(`data/${file} has no list of "rows"`)
  return rows.map((row, index) => {
    const result = schema.safeParse(row)
    if (result.success) return result.data
    const wrong = result.error.issues
      .map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`)
      .join('; ')
    throw new Error(`data/${file}, row ${index + 1}${nameOf(row)}: ${wrong}`)
  })
}

/** SHA-256 over the texts of the files: what `kit.space.loaded` remembers. */
export const checksumOf = (...files: string[]): string => {
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(dataUrl(file)))
  return hash.digest('hex')
}

// RFC 9562 section 5.5: a namespace of our own, made once.
const namespace = Buffer.from('5d0f6d2ec2b44d0e9a4c8f0f3b1e7a61', 'hex')

/**
 * A UUID (version 5) that is the same in every installation for the same kind and key,
 * so that a row loaded twice is the same row and links between worlds' files hold.
 */
export const stableId = (kind: string, key: string): string => {
  const bytes = createHash('sha1')
    .update(namespace)
    .update(`${kind}:${key}`)
    .digest()
    .subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [8, 12, 16, 20, 32].map((end, i) => hex.slice([0, 8, 12, 16, 20][i], end)).join('-')
}
