import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, publicActor, systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import {
  addOrganisation,
  appointContact,
  editHealthCouncil,
  editOrganisation,
  endOrganisation,
  findArea,
  findPlaceAmong,
  getOrganisation,
  listContacts,
  listHealthCouncils,
  listMandates,
  listMunicipalities,
  listOrganisations,
  listRegions,
  loadTerritory,
  municipalitiesIn,
  organisationId,
  organisationNames,
  recordMandate,
} from './index.ts'

const system = systemActor('test')
const person = (role: 'admin' | 'service-staff', organisation: string | null): Actor => ({
  kind: 'person',
  id: `account-${role}`,
  name: 'Opdigtet person',
  organisation,
  grants: [{ role, space: 'live', organisation, service: null, area: null, municipalities: null }],
})
const administrator = person('admin', null)

let test: TestSpace
beforeAll(async () => {
  test = await testSpace()
  await write(test.space, system, loadTerritory)
})
afterAll(() => test.close())

const counts = async () => {
  const { rows } = await test.ownerPool.query(
    `SELECT (SELECT count(*) FROM territory.organisation) AS organisations,
      (SELECT count(*) FROM territory.municipality) AS municipalities,
      (SELECT count(*) FROM territory.municipality_region) AS regions,
      (SELECT count(*) FROM territory.health_council_member) AS members, (SELECT count(*) FROM kit.change) AS changes`,
  )
  return rows[0]
}

describe('loading', () => {
  it('adds the 98 municipalities and 107 organisations, and nothing a second time', async () => {
    const before = await counts()
    expect(before).toMatchObject({ organisations: 107, municipalities: 98, members: 98 })
    await write(test.space, system, loadTerritory)
    expect(await counts()).toEqual(before)
  })

  it('keeps what an administrator has edited', async () => {
    const id = organisationId('blaa-kors')
    const { version } = await getOrganisation(test.space.db, id)
    await write(test.space, administrator, (tx) =>
      editOrganisation(tx, administrator, id, version, { name: 'Blå Kors Danmark', kind: 'ngo' }),
    )
    await write(test.space, system, loadTerritory)
    expect((await getOrganisation(test.space.db, id)).name).toBe('Blå Kors Danmark')
  })
})

describe("a date gives that date's Denmark", () => {
  it('five regions on 31 December 2026, four on 1 January 2027', async () => {
    const { db } = test.space
    expect((await listRegions(db, '2026-12-31')).map((region) => region.name)).toEqual([
      'Region Nordjylland',
      'Region Midtjylland',
      'Region Syddanmark',
      'Region Hovedstaden',
      'Region Sjælland',
    ])
    const after = await listRegions(db, '2027-01-01')
    expect(after).toHaveLength(4)
    expect(after.map((region) => region.name)).toContain('Region Østdanmark')
  })

  it('every municipality lies in exactly one region before and after, and in one of 17 councils from 2027', async () => {
    const { db } = test.space
    for (const [date, regions] of [
      ['2020-03-18', 5],
      ['2026-12-31', 5],
      ['2027-01-01', 4],
    ] as const) {
      const all = await listMunicipalities(db, date)
      expect(new Set(all.map((one) => one.code)).size).toBe(98)
      expect(all).toHaveLength(98)
      expect(new Set(all.map((one) => one.region)).size).toBe(regions)
    }
    expect((await listMunicipalities(db, '2026-12-31')).every((one) => one.council === null)).toBe(
      true,
    )
    const councils = await listHealthCouncils(db, '2027-01-01')
    expect(councils).toHaveLength(17)
    expect(councils.flatMap((council) => council.municipalities).sort()).toEqual(
      (await listMunicipalities(db, '2027-01-01')).map((one) => one.code).sort(),
    )
    expect(await listHealthCouncils(db, '2026-12-31')).toEqual([])
  })

  it('population is told with its year', async () => {
    const all = await listMunicipalities(test.space.db, '2026-11-22')
    expect(all.find((one) => one.code === '0101')).toMatchObject({
      population: 632340,
      populationYear: 2020,
    })
    // 5,822,763 is the official total of 1 January 2020; Christiansø (84) is no municipality.
    expect(all.reduce((sum, one) => sum + (one.population ?? 0), 0)).toBe(5_822_763 - 84)
  })

  it('an area is the country, a region that exists that day, or a municipality; anything else is refused', async () => {
    const { db } = test.space
    expect(await municipalitiesIn(db, 'dk', '2020-03-18')).toBeNull()
    expect(await municipalitiesIn(db, '0101', '2020-03-18')).toEqual(['0101'])
    expect(await municipalitiesIn(db, '1084', '2020-03-18')).toHaveLength(29)
    expect(await municipalitiesIn(db, 'DK-OEST', '2027-01-01')).toHaveLength(46)
    expect(await findArea(db, '1084', '2027-01-01')).toBeNull()
    for (const [code, date] of [
      ['9999', '2020-03-18'],
      ['DK-OEST', '2020-03-18'],
      ["'; DROP", '2020-03-18'],
    ] as const) {
      await expect(municipalitiesIn(db, code, date)).rejects.toMatchObject({
        status: 422,
        code: 'territory.unknown-area',
      })
    }
  })

  it('the database refuses a municipality in two regions or two councils on one day', async () => {
    for (const statement of [
      `INSERT INTO territory.municipality_region VALUES ('0101', '1085', '[2020-01-01,2021-01-01)')`,
      `INSERT INTO territory.health_council_member VALUES ('fyn', '0101', '[2028-01-01,)')`,
    ]) {
      await expect(test.ownerPool.query(statement)).rejects.toMatchObject({ code: '23P01' })
    }
  })
})

describe('place names', () => {
  it('finds municipalities and districts, forgiving', async () => {
    const all = await listMunicipalities(test.space.db, '2026-03-09')
    const municipalities = all.map((one) => ({ ...one, municipality: one.code }))
    const find = (typed: string) => findPlaceAmong(municipalities, typed)
    expect(find('vesterbo')[0]).toMatchObject({
      name: 'Vesterbro',
      municipality: '0101',
    })
    expect(find('Århus')[0]).toMatchObject({ municipality: '0751' })
    expect(find('0851')[0]).toMatchObject({ name: 'Aalborg' })
    expect(find('Atlantis')).toEqual([])
  })
})

describe('organisations', () => {
  it('are listed a page at a time, none lost or doubled, and found forgivingly', async () => {
    const { db } = test.space
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof listOrganisations>> = await listOrganisations(db, {
        cursor,
        limit: 20,
      })
      seen.push(...page.organisations.map((one) => one.id))
      cursor = page.next
    } while (cursor !== null)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength(107)
    const found = await listOrganisations(db, { q: 'koebenhavns kommune' })
    expect(found.organisations.map((one) => one.name)).toContain('Københavns Kommune')
    await expect(listOrganisations(db, { cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'cursor-invalid',
    })
    const id = organisationId('koebenhavns-kommune')
    expect((await organisationNames(db, [id])).get(id)).toBe('Københavns Kommune')
  })

  it('a stale edit is refused and names both versions', async () => {
    const { id } = await write(test.space, administrator, (tx) =>
      addOrganisation(tx, administrator, {
        name: 'Opdigtet forening',
        kind: 'ngo',
        municipality: '0101',
      }),
    )
    const edit = (version: number, name: string) =>
      write(test.space, administrator, (tx) =>
        editOrganisation(tx, administrator, id, version, { name, kind: 'ngo' }),
      )
    await edit(1, 'Opdigtet forening A')
    await expect(edit(1, 'Opdigtet forening B')).rejects.toMatchObject({
      status: 409,
      code: 'territory.stale-edit',
      params: { yours: 1, current: 2 },
    })
    const ended = await write(test.space, administrator, (tx) =>
      endOrganisation(tx, administrator, id, 2, '2026-12-31'),
    )
    expect(ended).toMatchObject({
      validUntil: '2026-12-31',
      version: 3,
      name: 'Opdigtet forening A',
    })
  })

  it('refuses an unknown municipality, an end before the start and a circle of parents', async () => {
    const add = (more: object) =>
      write(test.space, administrator, (tx) =>
        addOrganisation(tx, administrator, { name: 'Opdigtet', kind: 'ngo', ...more }),
      )
    await expect(add({ municipality: '9999' })).rejects.toMatchObject({
      code: 'territory.unknown-municipality',
    })
    await expect(add({ validFrom: '2026-02-01', validUntil: '2026-01-01' })).rejects.toMatchObject({
      code: 'territory.ends-before-start',
    })
    const parent = await add({})
    const child = await add({ parentId: parent.id })
    await expect(
      write(test.space, administrator, (tx) =>
        editOrganisation(tx, administrator, parent.id, 1, {
          name: 'Opdigtet',
          kind: 'ngo',
          parentId: child.id,
        }),
      ),
    ).rejects.toMatchObject({ code: 'territory.parent-circle' })
  })

  it("another organisation's administrator and the public may not write, in code and in the database", async () => {
    const mine = organisationId('reden')
    const other = person('admin', organisationId('caritas'))
    await expect(
      write(test.space, other, (tx) =>
        editOrganisation(tx, other, mine, 1, { name: 'Taget', kind: 'ngo' }),
      ),
    ).rejects.toMatchObject({ status: 403 })
    for (const actor of [other, publicActor]) {
      const changed = await write(test.space, actor, (tx) =>
        tx
          .updateTable('territory.organisation')
          .set({ name: 'Taget' })
          .where('id', '=', mine)
          .executeTakeFirst(),
      )
      expect(changed.numUpdatedRows).toBe(0n)
    }
  })
})

describe('contacts and mandates', () => {
  const today = '2026-11-22'
  const contact = (name: string, validFrom: string, more: object = {}) =>
    write(test.space, administrator, (tx) =>
      appointContact(tx, administrator, {
        municipality: '0851',
        function: 'Udskrivning fra hospital',
        name,
        phone: '00 00 00 70',
        validFrom,
        ...more,
      }),
    )
  const seen = (actor: Actor, date: string) =>
    read(test.space, actor, (tx) => listContacts(tx, { municipality: '0851' }, date))

  it('a new contact takes over from the day it begins; deputies stand beside; the public sees none', async () => {
    const first = await contact('Opdigtet Første', '2026-01-01')
    await contact('Opdigtet Stedfortræder', '2026-01-01', { deputyOf: first.id })
    await contact('Opdigtet Anden', '2026-07-01')
    const staff = person('service-staff', organisationId('reden'))
    expect((await seen(staff, '2026-06-30')).map((one) => one.name)).toEqual([
      'Opdigtet Første',
      'Opdigtet Stedfortræder',
    ])
    expect((await seen(staff, today)).map((one) => one.name)).toEqual([
      'Opdigtet Anden',
      'Opdigtet Stedfortræder',
    ])
    expect(await seen(publicActor, today)).toEqual([])
    await expect(contact('Opdigtet Tredje', '2026-05-01')).rejects.toMatchObject({
      code: 'territory.overlap',
    })
    await expect(contact('Opdigtet', '2026-01-01', { phone: null })).rejects.toMatchObject({
      code: 'territory.contact-unreachable',
    })
  })

  it('a mandate is dated, bound to an area, and not doubled', async () => {
    const organisation = organisationId('koebenhavns-kommune')
    const record = (validFrom: string, validUntil: string | null, area = '0101') =>
      write(test.space, administrator, (tx) =>
        recordMandate(tx, administrator, {
          person: 'Opdigtet Direktør',
          organisationId: organisation,
          matter: 'Åbne midlertidige pladser',
          area,
          validFrom,
          validUntil,
          decidedBy: 'Opdigtet udvalg',
        }),
      )
    await record('2026-01-01', '2026-12-31')
    await expect(record('2026-12-31', null)).rejects.toMatchObject({ code: 'territory.overlap' })
    await record('2027-01-01', null)
    await expect(record('2026-01-01', null, 'DK-OEST')).rejects.toMatchObject({
      code: 'territory.unknown-area',
    })
    const held = await read(test.space, administrator, (tx) =>
      listMandates(tx, { organisation }, today),
    )
    expect(held).toMatchObject([{ person: 'Opdigtet Direktør', validUntil: '2026-12-31' }])
    expect(
      await read(test.space, publicActor, (tx) => listMandates(tx, { organisation }, today)),
    ).toEqual([])
  })

  it('a council is edited from a day on, and no municipality is left without one', async () => {
    const { db } = test.space
    const edit = (version: number, municipalities: string[]) =>
      write(test.space, administrator, (tx) =>
        editHealthCouncil(tx, administrator, 'lillebaelt', version, {
          name: 'Sundhedsråd Lillebælt',
          municipalities,
          from: '2028-01-01',
        }),
      )
    await expect(edit(1, ['0410', '0607'])).rejects.toMatchObject({
      code: 'territory.left-without-council',
    })
    await edit(1, ['0410', '0607', '0621', '0630', '0530'])
    await expect(edit(1, ['0410'])).rejects.toMatchObject({ code: 'territory.stale-edit' })
    const billund = async (date: string) =>
      (await listMunicipalities(db, date)).find((one) => one.code === '0530')?.council
    expect(await billund('2027-12-31')).toBe('sydvestjylland')
    expect(await billund('2028-01-01')).toBe('lillebaelt')
    expect(await listMunicipalities(db, '2028-01-01')).toHaveLength(98)
  })
})
