import { renderToString } from 'preact-render-to-string'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import { pathwaysInCopy } from './copy.tsx'
import { definitionKeys, sayKind } from './definitions/index.ts'
import { makePathway } from './factory.ts'

describe('L2 the person’s own copy', () => {
  let test: TestSpace
  let team: string
  let ida: Actor
  beforeAll(async () => {
    test = await testSpace()
    await write(test.space, systemActor('test'), async (tx) => {
      await addTestMunicipality(tx, '0621', 'Kolding', '1083')
      team = await addTestOrganisation(tx, { name: 'Opdigtet team' })
    })
    ida = professionalActor(team, 'social-professional', 'health-professional')
  })
  afterAll(() => test.close())

  it.each(['da', 'en'] as const)(
    'calls each pathway by its title and state in words (%s)',
    async (lang) => {
      for (const definition of definitionKeys) {
        const person = await makePerson(test.space, { organisation: team, level: 'health' })
        const { state } = await makePathway(test.space, {
          actor: ida,
          person,
          definition,
          organisation: team,
          municipality: '0621',
        })
        const section = await read(test.space, ida, (tx) =>
          pathwaysInCopy.section({ lang, now: new Date() }, tx, [person]),
        )
        const said = section ? renderToString(section) : ''
        expect(said).toContain(`<li>${sayKind(definition, lang, 'title')}: `)
        expect(said).toContain(sayKind(definition, lang, `state.${state}`))
        expect(said).toContain('Opdigtet team')
      }
    },
  )
})
