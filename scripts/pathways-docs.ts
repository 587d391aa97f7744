/** Writes the documentation of the kinds of pathways from their data (`npm run pathways:docs`). */
import { mkdirSync, writeFileSync } from 'node:fs'
import { pathwayDocs } from '#slices/pathways/index.ts'

const folder = new URL('../docs/pathways/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const [name, content] of pathwayDocs()) writeFileSync(new URL(name, folder), content)
