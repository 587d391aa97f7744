import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personRoles } from '#kit/auth/actor.ts'
import { readConfig } from '#kit/config/index.ts'
import type { Spaces } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { makeOrganisation, makeService } from './factory.ts'
import { resolveActor, tokenCommand } from './index.ts'

describe('npm run vaern -- token', () => {
  let made: TestSpace
  let spaces: Spaces

  beforeAll(async () => {
    made = await testSpace()
    spaces = {
      live: made.space,
      get: (name) => (name === 'live' ? made.space : undefined),
      all: () => [made.space],
      canCreate: false,
      create: () => Promise.reject(new Error('not here')),
      owner: () => made.ownerPool,
      urlOf: () => made.url,
      close: () => Promise.resolve(),
    }
  })
  afterAll(() => made.close())

  const run = async (values: Record<string, string>) => {
    const connected = { config: readConfig({}), spaces, ownerUrl: made.url }
    const { json } = await tokenCommand.run({ values, positionals: [], connected, say: () => {} })
    const { token } = json as { token: string }
    return resolveActor(made.space, 'live', { bearer: token }, new Date())
  }

  it('makes a coordinator of the whole country unless an area is told', async () => {
    const actor = await run({ role: 'coordinator', person: 'Kim' })
    expect(actor.name).toBe('Kim')
    expect(actor.grants).toMatchObject([{ role: 'coordinator', area: 'dk', municipalities: null }])
  })

  it('makes editors, administrators and auditors of everything, and of one organisation', async () => {
    for (const role of ['editor', 'admin', 'auditor']) {
      const [grant] = (await run({ role })).grants
      expect(grant).toMatchObject({ role, organisation: null, area: null })
    }
    const organisation = await makeOrganisation(made.space)
    expect((await run({ role: 'editor', organisation })).grants).toMatchObject([{ organisation }])
  })

  it('makes service staff of a service or an organisation, and says so where neither is told', async () => {
    const organisation = await makeOrganisation(made.space)
    const service = await makeService(made.space, organisation)
    expect((await run({ role: 'service-staff', service })).grants).toMatchObject([{ service }])
    expect((await run({ role: 'service-staff', organisation })).grants).toMatchObject([
      { organisation },
    ])
    await expect(run({ role: 'service-staff' })).rejects.toThrow(
      'Say which service or organisation',
    )
  })

  it('makes the roles that come near persons for one organisation alone', async () => {
    const organisation = await makeOrganisation(made.space)
    for (const role of personRoles) {
      expect((await run({ role, organisation })).grants).toMatchObject([
        { role, organisation, service: null, area: null },
      ])
      await expect(run({ role })).rejects.toThrow('Choose the organisation')
    }
  })

  it('names the option that is wrong', async () => {
    await expect(run({ role: 'boss' })).rejects.toThrow('--role')
    await expect(run({ role: 'admin', until: '2026-02-30' })).rejects.toThrow('--until')
    await expect(run({ role: 'admin', until: '2020-01-01' })).rejects.toThrow('must lie ahead')
    await expect(run({ role: 'admin', space: 'nowhere' })).rejects.toThrow(
      'no space called nowhere',
    )
    await expect(run({ role: 'coordinator', area: '9999' })).rejects.toThrow('area')
    await expect(run({ role: 'service-staff', service: crypto.randomUUID() })).rejects.toThrow(
      'does not exist',
    )
  })
})
