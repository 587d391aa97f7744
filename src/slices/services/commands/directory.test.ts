import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#kit/auth/actor.ts'
import { read, write } from '#kit/db/index.ts'
import type { VaernError } from '#kit/errors/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addTestMunicipality, addTestOrganisation } from '#slices/territory/index.ts'
import {
  addHotline,
  addHotspot,
  addService,
  addStop,
  cancelStop,
  editService,
  extendFacility,
  type LooksLikeDuplicate,
  mergeDuplicate,
  openTemporaryFacility,
  type StaleEdit,
  setDatedHours,
  setLegalBasis,
  setLocation,
} from '../commands.ts'
import { addTestService, staffOf, testActor } from '../factory.ts'
import { getService, hotlinesAt, placeFactsAt } from '../queries.ts'
import { isOpenByHours, nextStop, openNow } from '../rules.ts'
import type { Need } from '../schema.ts'

let test: TestSpace
let organisation: string
const system = systemActor('test')
const editor = testActor('editor')
beforeAll(async () => {
  test = await testSpace()
  await write(test.space, system, async (tx) => {
    await addTestMunicipality(tx)
    organisation = await addTestOrganisation(tx)
  })
})
afterAll(() => test.close())

const as = <T>(work: Parameters<typeof write<T>>[2], actor = editor) =>
  write(test.space, actor, work)
const factsOf = async (id: string, at = new Date()) =>
  (await placeFactsAt(test.space.db, { at, known: new Date(), ids: [id] }))[0]
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => ({ code: 'nothing was refused', fields: [] as string[] }),
    ({ code, fields }: VaernError) => ({ code, fields: fields.map((field) => field.code) }),
  )
let n = 0
const basic = () => ({
  name: `Opdigtet sted ${++n}`,
  kind: 'drop-in-centre' as const,
  organisation,
  municipality: '0101',
  needs: ['food'] as Need[],
})

describe('keeping the directory', () => {
  it('DIR-01 a name spelt in another way is refused until the editor says that it is another; a double is merged', async () => {
    const first = await as((tx) =>
      addService(tx, editor, { service: { ...basic(), name: 'Pit Stop' } }),
    )
    const again = { service: { ...basic(), name: 'Pitstop' } }
    const thrown = (await as((tx) => addService(tx, editor, again)).catch(
      (e: unknown) => e,
    )) as LooksLikeDuplicate
    expect([thrown.code, thrown.candidates]).toEqual([
      'services.looks-like-duplicate',
      [{ id: first.id, name: 'Pit Stop' }],
    ])
    const second = await as((tx) => addService(tx, editor, { ...again, confirmedDistinct: true }))
    await as((tx) => mergeDuplicate(tx, editor, second.id, 1, first.id, '2026-01-01'))
    expect(await factsOf(second.id)).toBeUndefined()
    expect((await getService(test.space.db, second.id)).mergedInto).toBe(first.id)
  })

  it('rule 9 a stale edit is refused and carries what it is now', async () => {
    const { id } = await as((tx) => addService(tx, editor, { service: basic() }))
    const mine = basic()
    await as((tx) => editService(tx, editor, id, 1, { ...mine, phone: '+4500000009' }))
    const stale = (await as((tx) => editService(tx, editor, id, 1, mine)).catch(
      (e: unknown) => e,
    )) as StaleEdit
    expect([stale.status, stale.code, stale.current.phone, stale.current.version]).toEqual([
      409,
      'services.stale-edit',
      '00 00 00 09',
      2,
    ])
  })

  it('DIR-01 L6 a section that is not in force is refused with the one that is', async () => {
    const { id } = await as((tx) => addService(tx, editor, { service: basic() }))
    const law = (paragraph: string, from: string) =>
      as((tx) => setLegalBasis(tx, editor, id, { law: 'SEL', paragraph, from }))
    const refused = (await law('§ 11', '2026-01-01').catch((e: unknown) => e)) as VaernError
    expect(refused.fields[0]).toMatchObject({
      code: 'services.law-not-in-force',
      params: { instead: expect.stringContaining('barnets lov') },
    })
    await law('§ 11', '2020-01-01').catch(() => {})
    await law('110', '2026-01-01')
    const { rows } = await test.ownerPool.query(
      'SELECT law, paragraph FROM services.legal_basis WHERE service_id = $1 ORDER BY 2',
      [id],
    )
    expect(rows).toContainEqual({ law: 'serviceloven', paragraph: '110' })
  })

  it('DIR-09 who cannot use it may be left empty; then it is listed as not assessed', async () => {
    const empty = await as((tx) => addService(tx, editor, { service: basic() }))
    const told = await as((tx) =>
      addService(tx, editor, { service: { ...basic(), barriers: 'Trapper' } }),
    )
    expect((await factsOf(empty.id))?.barriersAssessed).toBe(false)
    expect((await factsOf(told.id))?.barriersAssessed).toBe(true)
  })

  it('DIR-11 a digital service stands in the same directory; an unsafe or tracking link is refused', async () => {
    const digital = (url: string) =>
      as((tx) =>
        addService(tx, editor, {
          service: { ...basic(), kind: 'digital-drop-in', setting: 'digital', url },
        }),
      )
    expect(await refusal(digital('javascript:alert(1)'))).toMatchObject({
      fields: ['services.url-invalid'],
    })
    expect(await refusal(digital('https://example.org/?utm_source=x'))).toMatchObject({
      fields: ['services.url-tracking'],
    })
    expect(await refusal(digital(''))).toMatchObject({ fields: ['services.digital-needs-door'] })
    const { id } = await digital('https://example.org/opdigtet')
    expect(await factsOf(id)).toMatchObject({
      setting: 'digital',
      url: 'https://example.org/opdigtet',
    })
  })

  it('DIR-12 a hotspot without hours is unknown, never open', async () => {
    const { id } = await as((tx) => addHotspot(tx, editor, { service: basic() }))
    const place = await factsOf(id)
    expect(place).toMatchObject({ kind: 'digital-help-hotspot', openingHours: null })
    expect(place && openNow(place, Date.now())).toBeNull()
  })

  it('DIR-10 stops of one vehicle do not overlap nor last too long; a cancelled date is skipped with its reason', async () => {
    const { id } = await as((tx) =>
      addService(tx, editor, { service: { ...basic(), kind: 'mobile-cafe', setting: 'mobile' } }),
    )
    const stop = {
      place: 'Opdigtet torv',
      municipality: '0101',
      weekday: 3,
      startMinute: 600,
      endMinute: 690,
      validFrom: '2026-01-01',
      validUntil: null,
    }
    const made = await as((tx) => addStop(tx, editor, id, stop))
    const other = (change: object) =>
      refusal(as((tx) => addStop(tx, editor, id, { ...stop, place: 'Opdigtet plads', ...change })))
    expect(await other({ startMinute: 660, endMinute: 720 })).toMatchObject({
      fields: ['services.stop.overlaps'],
    })
    expect(await other({ weekday: 4, endMinute: 800 })).toMatchObject({
      fields: ['services.stop.length'],
    })
    const at = new Date('2026-03-09T12:00:00Z')
    await as((tx) =>
      cancelStop(tx, editor, made.id, { date: '2026-03-11', reason: 'Bilen er på værksted' }),
    )
    const place = await factsOf(id, at)
    expect(place && nextStop(place, at.getTime())?.start).toBe(Date.parse('2026-03-18T09:00:00Z'))
    expect(
      await refusal(as((tx) => setLocation(tx, editor, id, { visibility: 'secret' }))),
    ).toMatchObject({
      code: 'services.stops-tell-where',
    })
  })

  it('dated changes lie over the usual hours and do not overlap', async () => {
    const { id } = await as((tx) =>
      addService(tx, editor, { service: { ...basic(), openingHours: 'Mo-Su 09:00-17:00' } }),
    )
    const change = { from: '2026-03-10', until: '2026-03-12', hours: null, reason: 'Opdigtet' }
    await as((tx) => setDatedHours(tx, editor, id, change))
    const closed = new Date('2026-03-11T11:00:00Z')
    const place = await factsOf(id, closed)
    expect(place && isOpenByHours(place, closed.getTime())).toBe(false)
    expect(await refusal(as((tx) => setDatedHours(tx, editor, id, change)))).toMatchObject({
      code: 'services.dated-hours-overlap',
    })
  })

  it('CAP-02 CAP-06 a facility needs somebody responsible; it is made to last longer by a named authority, never shorter', async () => {
    const facility = {
      service: { ...basic(), kind: 'emergency-shelter' as const },
      purpose: 'Nødherberg',
      startsOn: '2026-03-01',
      plannedEnd: '2026-03-31',
      responsibleManager: 'Prøveleder',
      responsiblePhone: '00 00 00 02',
      places: [{ unit: 'overnight' as const, total: 50 }],
    }
    const alone = { ...facility, responsibleManager: '', responsiblePhone: '' }
    expect(await refusal(as((tx) => openTemporaryFacility(tx, editor, alone)))).toMatchObject({
      fields: ['services.facility.manager-needed', 'services.phone-invalid'],
    })
    const { id } = await as((tx) => openTemporaryFacility(tx, editor, facility))
    expect(await factsOf(id, new Date('2026-02-28T12:00:00Z'))).toBeUndefined()
    expect(await factsOf(id, new Date('2026-03-02T12:00:00Z'))).toMatchObject({
      temporary: true,
      capacity: [{ unit: 'overnight', total: 50, occupied: null }],
    })
    const extend = (newEnd: string, authority: string) =>
      as((tx) => extendFacility(tx, editor, id, { newEnd, authority, decidedOn: '2026-03-20' }))
    expect(await refusal(extend('2026-03-15', 'Opdigtet styrelse'))).toMatchObject({
      fields: ['services.extension.not-later'],
    })
    expect(await refusal(extend('2026-04-30', ''))).toMatchObject({
      fields: ['services.extension.authority-needed'],
    })
    await extend('2026-04-30', 'Opdigtet styrelse')
    expect(await factsOf(id, new Date('2026-04-15T12:00:00Z'))).toBeDefined()
    const seen = await read(test.space, staffOf({ id }), (tx) =>
      placeFactsAt(tx, { at: new Date('2026-03-02'), known: new Date(), ids: [id] }),
    )
    expect(JSON.stringify(seen)).not.toContain('00 00 00 02')
  })

  it('SEC-03 only editors of the organisation or area edit; a service cannot be moved where its editor has no right', async () => {
    const place = await as((tx) => addTestService(tx), system)
    const local = testActor('editor', { area: '0101', municipalities: ['0101'] })
    const far = testActor('editor', { area: '0751', municipalities: ['0751'] })
    const change = { ...basic(), organisation: place.organisation }
    for (const actor of [far, staffOf(place), testActor('coordinator', { area: 'dk' })]) {
      expect(
        await refusal(as((tx) => editService(tx, actor, place.id, 1, change), actor)),
      ).toMatchObject({
        code: 'services.not-yours',
      })
    }
    await as((tx) => addTestMunicipality(tx, '0751', 'Aarhus', '1082'), system)
    const move = as(
      (tx) => editService(tx, local, place.id, 1, { ...change, municipality: '0751' }),
      local,
    )
    expect(await refusal(move)).toMatchObject({ code: 'services.not-yours' })
    await as((tx) => editService(tx, local, place.id, 1, change), local)
  })
})

describe('hotlines', () => {
  const line = {
    name: 'Opdigtet linje',
    audience: 'citizens' as const,
    phones: ['00 00 00 03'],
    documentedFrom: '2026-01-01',
  }

  it('HOT-01 a wrong number of digits and hours at 25:00 are refused', async () => {
    const add = (change: object) =>
      refusal(as((tx) => addHotline(tx, editor, { ...line, ...change })))
    expect(await add({ phones: ['123456'] })).toMatchObject({ fields: ['services.phone-invalid'] })
    expect(await add({ openingHours: 'Mo-Fr 09:00-25:00' })).toMatchObject({
      fields: ['services.hours-past-24'],
    })
    await as((tx) => addHotline(tx, editor, { ...line, openingHours: 'Mo-Fr 09:00-22:00' }))
  })

  it('HOT-02 the public never gets a staff-only line, whatever is asked', async () => {
    await as((tx) =>
      addHotline(tx, editor, { ...line, name: 'Opdigtet fagline', audience: 'professionals' }),
    )
    const asked = {
      at: new Date(),
      known: new Date(),
      audiences: ['citizens', 'professionals', 'authorities', 'civil-society'] as const,
    }
    const names = (rows: { name: string }[]) => rows.map(({ name }) => name)
    const open = await hotlinesAt(test.space.db, { ...asked, audiences: [...asked.audiences] })
    expect(names(open)).not.toContain('Opdigtet fagline')
    const staff = await read(test.space, editor, (tx) =>
      hotlinesAt(tx, { ...asked, audiences: [...asked.audiences] }),
    )
    expect(names(staff)).toContain('Opdigtet fagline')
  })

  it('HOT-03 a number for what others could not answer needs a first step, and stands after it', async () => {
    const ministry = {
      ...line,
      audience: 'authorities' as const,
      name: 'Opdigtet ministerium',
      escalationStep: 2,
    }
    expect(await refusal(as((tx) => addHotline(tx, editor, ministry)))).toMatchObject({
      code: 'services.hotline-no-first-step',
    })
    await as((tx) =>
      addHotline(tx, editor, { ...ministry, name: 'Opdigtet styrelse', escalationStep: 1 }),
    )
    await as((tx) => addHotline(tx, editor, ministry))
    const lines = await read(test.space, editor, (tx) =>
      hotlinesAt(tx, { at: new Date(), known: new Date(), audiences: ['authorities'] }),
    )
    expect(lines.map(({ name }) => name)).toEqual(['Opdigtet styrelse', 'Opdigtet ministerium'])
  })
})
