import { renderToString } from 'preact-render-to-string'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { openPathway, pathwaysInCopy } from '#slices/pathways/index.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'

let test: TestSpace
beforeAll(async () => {
  test = await testSpace()
})
afterAll(() => test.close())

it("L2 the person's own copy says what goes on and who answers for it, and nothing where nothing does", async () => {
  const organisation = await write(test.space, systemActor('test'), (tx) =>
    addTestOrganisation(tx, { name: 'Opdigtet Hus' }),
  )
  const worker = professionalActor(organisation)
  const person = await makePerson(test.space, { organisation })
  const now = new Date()
  const copy = () =>
    read(test.space, worker, (tx) => pathwaysInCopy.section({ lang: 'da', now }, tx, [person]))
  expect(await copy()).toBeNull()
  await write(test.space, worker, (tx) =>
    openPathway(tx, worker, { person, definition: 'shelter-stay', organisation }, now),
  )
  const section = await copy()
  expect(section && renderToString(section)).toMatch(
    /Opdigtet Hus har ansvaret, og Opdigtet social-professional svarer/,
  )
})
