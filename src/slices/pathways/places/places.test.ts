import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Actor, systemActor } from '#kit/auth/actor.ts'
import { read, type Tx, write } from '#kit/db/index.ts'
import { type TestSpace, testSpace } from '#kit/testing/index.ts'
import { addDays, localDate } from '#kit/time/index.ts'
import { makePerson, professionalActor } from '#slices/people/factory.ts'
import { placeFactsAt, placesLeft } from '#slices/services/index.ts'
import { giveTestPlace, makeHouse, runOut, type TestHouse } from '../testing/house.ts'
import { addBed, setBedOpen, setHouse } from './house.ts'
import { endStay, releasePlace } from './leave.ts'
import { releaseExpired } from './live.ts'
import { getStay, staysIn } from './queries.ts'
import { houseInput } from './schema.ts'
import { arrive, changePeriod, changeRoom } from './stay.ts'

let made: TestSpace
const today = localDate(Date.now())
const in14 = addDays(today, 14)

beforeAll(async () => {
  made = await testSpace()
})
afterAll(() => made.close())

const as = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> =>
  write(made.space, actor, work)
const stayOf = (house: TestHouse, id: string) =>
  read(made.space, house.worker, (tx) => getStay(tx, id))

/** What the live directory says of the house now. */
const told = async (house: TestHouse) => {
  const now = new Date(Date.now() + 1000)
  const [place] = await placeFactsAt(made.space.db, { at: now, known: now, ids: [house.service] })
  const [fact] = place?.capacity ?? []
  if (!place || !fact) return null
  const { total, occupied, reserved, free } = placesLeft(
    fact,
    place.capacityLimitHours,
    now.getTime(),
  )
  return { total, occupied, reserved, free }
}

describe('beds', () => {
  it('CAP-01 are registered by a leader of the house and nobody else, and tell the directory', async () => {
    const house = await makeHouse(made.space, { beds: 0 })
    const input = { unit: 'respite' as const, label: 'Havestuen' }
    await expect(
      as(house.worker, (tx) => addBed(tx, made.space, house.worker, house.service, input)),
    ).rejects.toMatchObject({
      status: 403,
      code: 'pathways.leader-only',
    })
    const { id } = await as(house.leader, (tx) =>
      addBed(tx, made.space, house.leader, house.service, input),
    )
    expect(await told(house)).toEqual({ total: 1, occupied: 0, reserved: 0, free: 1 })
    await expect(
      as(house.leader, (tx) => addBed(tx, made.space, house.leader, house.service, input)),
    ).rejects.toMatchObject({
      code: 'pathways.bed-name-used',
    })
    const close = (open: boolean) =>
      as(house.leader, (tx) =>
        setBedOpen(
          tx,
          made.space,
          house.leader,
          { service: house.service, bed: id, open },
          new Date(),
        ),
      )
    await close(false)
    expect(await told(house)).toMatchObject({ total: 0, free: 0 })
    await close(true)
    await giveTestPlace(made.space, house, { from: today, until: in14 })
    await expect(close(false)).rejects.toMatchObject({ code: 'pathways.bed-in-use' })
  })

  it('CAP-01 no leader of another house keeps them, not even by SQL', async () => {
    const house = await makeHouse(made.space)
    const other = await makeHouse(made.space)
    await expect(
      as(other.leader, (tx) =>
        sql`INSERT INTO pathways.bed (service_id, organisation_id, unit, label)
          VALUES (${house.service}, ${house.organisation}, 'respite', 'Ekstra')`.execute(tx),
      ),
    ).rejects.toMatchObject({ code: '42501' })
    await expect(
      as(other.leader, (tx) =>
        sql`INSERT INTO pathways.bed (service_id, organisation_id, unit, label)
          VALUES (${house.service}, ${other.organisation}, 'respite', 'Ekstra')`.execute(tx),
      ),
    ).rejects.toMatchObject({ code: '42501' })
  })

  it('REF-02 the terms of a house are kept by its leader; a stale edit is refused', async () => {
    const house = await makeHouse(made.space)
    const set = (version: number) =>
      as(house.leader, (tx) =>
        setHouse(
          tx,
          made.space,
          house.leader,
          house.service,
          houseInput.parse({ version, demands: ['can-be-alone'], staffHours: '08:00-21:00' }),
        ),
      )
    expect(await set(0)).toEqual({ version: 1 })
    await expect(set(0)).rejects.toMatchObject({ status: 409, code: 'pathways.house-moved-on' })
    expect(await set(1)).toEqual({ version: 2 })
  })
})

describe('a reservation', () => {
  it('CAP-03 is told to the directory, runs out by itself and frees the place', async () => {
    const house = await makeHouse(made.space)
    const first = await giveTestPlace(made.space, house, { from: today, until: in14 })
    expect(first?.until).toBe(in14)
    expect(await told(house)).toEqual({ total: 1, occupied: 0, reserved: 1, free: 0 })
    expect(await giveTestPlace(made.space, house, { from: today, until: in14 })).toBeNull()
    if (!first) throw new Error('no place')
    await runOut(made.space, first.stay)
    const second = await giveTestPlace(made.space, house, { from: today, until: in14 })
    expect(second).not.toBeNull()
    expect(await stayOf(house, first.stay)).toMatchObject({ status: 'released' })
    await expect(
      as(house.worker, (tx) =>
        arrive(tx, made.space, house.worker, first.stay, { version: 3, at: null }, new Date()),
      ),
    ).rejects.toMatchObject({ status: 409 })
  })

  it('CAP-03 is released by the job where nobody looks, and the owner still hears that nobody came', async () => {
    const house = await makeHouse(made.space)
    const given = await giveTestPlace(made.space, house, { from: today, until: in14 })
    if (!given) throw new Error('no place')
    const stranger = await giveTestPlace(made.space, house, { from: in14, until: addDays(in14, 1) })
    await runOut(made.space, stranger?.stay ?? '')
    const volunteer = professionalActor(house.organisation, 'volunteer')
    const freed = await as(volunteer, (tx) =>
      sql`SELECT stay_id, person_id, pathway_id FROM pathways.release_expired(${house.service})`.execute(
        tx,
      ),
    )
    // Whoever frees a place and is not involved does not learn whose it was.
    expect(freed.rows).toEqual([{ stayId: stranger?.stay, personId: null, pathwayId: null }])
    await runOut(made.space, given.stay)
    const system = systemActor('places')
    const changed = await as(system, (tx) => releaseExpired(tx, made.space, null))
    expect(changed).toContain(house.service)
    const { rows } = await made.ownerPool.query(
      `SELECT (SELECT count(*)::int FROM pathways.clock WHERE about_id = $1 AND kind = 'arrival' AND stopped_at IS NULL) AS waits,
        (SELECT count(*)::int FROM pathways.event WHERE pathway_id = $2 AND kind = 'reservation-expired') AS events`,
      [given.stay, given.pathway],
    )
    expect(rows[0]).toEqual({ waits: 1, events: 1 })
  })

  it('CAP-03 follows a moved discharge date with its end, and takes another bed where its own is promised', async () => {
    const house = await makeHouse(made.space, { beds: 2 })
    const given = await giveTestPlace(made.space, house, {
      from: addDays(today, 2),
      until: addDays(today, 9),
    })
    if (!given) throw new Error('no place')
    const before = await stayOf(house, given.stay)
    const move = (day: string) =>
      as(house.worker, async (tx) => {
        const { rows } = await sql<{ followed: boolean; fromDay: string; untilDay: string }>`
          SELECT * FROM pathways.move_reservations(${given.pathway}, ${day}::date)`.execute(tx)
        return rows
      })
    expect(await move(addDays(today, 5))).toMatchObject([
      { followed: true, fromDay: addDays(today, 5), untilDay: addDays(today, 12) },
    ])
    const after = await stayOf(house, given.stay)
    const days =
      ((after.reservedUntil?.getTime() ?? 0) - (before.reservedUntil?.getTime() ?? 0)) / 86_400_000
    expect(Math.round(days)).toBe(3)
    expect(after).toMatchObject({
      originalFrom: addDays(today, 2),
      expectedFrom: addDays(today, 5),
    })
    // Its own bed is promised to somebody else there: the other one is free.
    const other = await giveTestPlace(made.space, house, {
      from: addDays(today, 20),
      until: addDays(today, 27),
      bed: after.bed,
    })
    expect(other).not.toBeNull()
    expect(await move(addDays(today, 20))).toMatchObject([{ followed: true }])
    expect((await stayOf(house, given.stay)).bed).not.toBe(after.bed)
    // Full in the new period: it stays as it was, and says so.
    for (const bed of house.beds) {
      await giveTestPlace(made.space, house, {
        from: addDays(today, 40),
        until: addDays(today, 47),
        bed,
      })
    }
    expect(await move(addDays(today, 40))).toMatchObject([
      { followed: false, fromDay: addDays(today, 20) },
    ])
  })

  it('CAP-03 is moved by nobody who has nothing to do with the person', async () => {
    const house = await makeHouse(made.space)
    const other = await makeHouse(made.space)
    const given = await giveTestPlace(made.space, house, {
      from: addDays(today, 2),
      until: addDays(today, 9),
    })
    if (!given) throw new Error('no place')
    const { rows } = await as(other.leader, (tx) =>
      sql`SELECT * FROM pathways.move_reservations(${given.pathway}, ${addDays(today, 5)}::date)`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([])
    expect(await stayOf(house, given.stay)).toMatchObject({ expectedFrom: addDays(today, 2) })
  })
})

describe('a stay', () => {
  const arrived = async (house: TestHouse) => {
    const given = await giveTestPlace(made.space, house, { from: today, until: in14 })
    if (!given) throw new Error('no place')
    const came = await as(house.worker, (tx) =>
      arrive(tx, made.space, house.worker, given.stay, { version: 1, at: null }, new Date()),
    )
    return { ...given, version: came.version }
  }

  it('RES-01 has 14 nights; the 15th is refused without a leader and a reason', async () => {
    const house = await makeHouse(made.space)
    const stay = await arrived(house)
    expect(await stayOf(house, stay.stay)).toMatchObject({
      expectedUntil: in14,
      limitNights: 14,
      status: 'arrived',
    })
    const until = addDays(today, 15)
    const extend = (actor: Actor, extraReason: string | null) =>
      as(actor, (tx) =>
        changePeriod(
          tx,
          made.space,
          actor,
          stay.stay,
          { version: stay.version, until, extraReason, extraBy: null },
          new Date(),
        ),
      )
    await expect(extend(house.leader, null)).rejects.toMatchObject({ code: 'pathways.stay-limit' })
    await expect(extend(house.worker, 'Bolig klar dagen efter')).rejects.toMatchObject({
      code: 'pathways.extra-nights-by-leader',
    })
    // Nor past the application: the database holds it.
    await expect(
      as(house.worker, (tx) =>
        sql`UPDATE pathways.stay SET expected_until = ${until}::date WHERE id = ${stay.stay}`.execute(
          tx,
        ),
      ),
    ).rejects.toMatchObject({ constraint: 'stay_limit' })
    await expect(
      as(house.worker, (tx) =>
        sql`UPDATE pathways.stay SET expected_until = ${until}::date, extra_nights = 1, extra_reason = 'x x x', extra_by_name = 'x' WHERE id = ${stay.stay}`.execute(
          tx,
        ),
      ),
    ).rejects.toMatchObject({ message: 'pathways.extra-nights-by-leader' })
    await extend(house.leader, 'Bolig klar dagen efter')
    expect(await stayOf(house, stay.stay)).toMatchObject({
      expectedUntil: until,
      originalUntil: in14,
      extraNights: 1,
      extraByName: house.leader.name,
    })
  })

  it('RES-01 keeps what was agreed first, what is agreed now and what happened apart', async () => {
    const house = await makeHouse(made.space)
    const given = await giveTestPlace(made.space, house, {
      from: addDays(today, 1),
      until: addDays(today, 8),
    })
    if (!given) throw new Error('no place')
    await as(house.worker, (tx) =>
      arrive(tx, made.space, house.worker, given.stay, { version: 1, at: null }, new Date()),
    )
    expect(await stayOf(house, given.stay)).toMatchObject({
      originalFrom: addDays(today, 1),
      expectedFrom: today,
      expectedUntil: addDays(today, 8),
      quietUntil: addDays(today, 1),
    })
    expect(await told(house)).toEqual({ total: 1, occupied: 1, reserved: 0, free: 0 })
  })

  it('RES-06 an expulsion without an alternative is closed only by the word that there is none', async () => {
    const house = await makeHouse(made.space)
    const stay = await arrived(house)
    const end = (more: object) =>
      as(house.leader, (tx) =>
        endStay(
          tx,
          made.space,
          house.leader,
          stay.stay,
          {
            version: stay.version,
            kind: 'expulsion',
            destination: 'shelter',
            at: null,
            reason: 'Truede en medarbejder',
            decidedBy: 'Malthe Opdigtet',
            alternative: null,
            noAlternative: false,
            phone: null,
            municipality: null,
            ...more,
          },
          new Date(),
        ),
      )
    await expect(end({})).rejects.toMatchObject({
      fields: [{ field: 'alternative', code: 'pathways.alternative-or-none' }],
    })
    await expect(end({ decidedBy: null, alternative: 'Nødherberget' })).rejects.toMatchObject({
      fields: [{ field: 'decidedBy' }],
    })
    await end({ noAlternative: true })
    expect(await stayOf(house, stay.stay)).toMatchObject({ status: 'ended', endKind: 'expulsion' })
    expect(await told(house)).toMatchObject({ occupied: 0, free: 1 })
    const { rows } = await made.ownerPool.query(
      'SELECT kind FROM pathways.event WHERE pathway_id = $1 ORDER BY recorded_at',
      [stay.pathway],
    )
    expect(rows.map(({ kind }) => kind)).toContain('expulsion')
  })

  it('RES-01 an end before the start is refused', async () => {
    const house = await makeHouse(made.space)
    const stay = await arrived(house)
    const before = new Date(Date.now() - 3_600_000).toISOString()
    await expect(
      as(house.worker, (tx) =>
        endStay(
          tx,
          made.space,
          house.worker,
          stay.stay,
          {
            version: stay.version,
            kind: 'planned',
            destination: 'own-home',
            at: before,
            reason: null,
            decidedBy: null,
            alternative: null,
            noAlternative: false,
            phone: null,
            municipality: null,
          },
          new Date(),
        ),
      ),
    ).rejects.toMatchObject({ fields: [{ field: 'at', code: 'pathways.end-before-start' }] })
  })

  it('CAP-03 goes to another room, never into one that is taken', async () => {
    const house = await makeHouse(made.space, { beds: 3 })
    const one = await arrived(house)
    const two = await arrived(house)
    const taken = (await stayOf(house, two.stay)).bed
    const go = (bed: string) =>
      as(house.worker, (tx) =>
        changeRoom(
          tx,
          made.space,
          house.worker,
          one.stay,
          { version: one.version, bed, reason: 'Ro om natten' },
          new Date(),
        ),
      )
    await expect(go(taken)).rejects.toMatchObject({ status: 422 })
    const used = await read(made.space, house.worker, (tx) => staysIn(tx, house.service))
    const free = house.beds.find((bed) => !used.some((stay) => stay.bed === bed)) ?? ''
    await as(house.leader, (tx) =>
      setBedOpen(
        tx,
        made.space,
        house.leader,
        { service: house.service, bed: free, open: false },
        new Date(),
      ),
    )
    await expect(go(free)).rejects.toMatchObject({ code: 'pathways.bed-closed' })
    await as(house.leader, (tx) =>
      setBedOpen(
        tx,
        made.space,
        house.leader,
        { service: house.service, bed: free, open: true },
        new Date(),
      ),
    )
    expect(await go(free)).toEqual({ version: one.version + 1 })
  })

  it('RES-01 somebody who does not come is a no-show, and the place is free', async () => {
    const house = await makeHouse(made.space)
    const given = await giveTestPlace(made.space, house, { from: today, until: in14 })
    if (!given) throw new Error('no place')
    await as(house.worker, (tx) =>
      releasePlace(
        tx,
        made.space,
        house.worker,
        given.stay,
        { version: 1, kind: 'no-show', reason: 'Kom ikke' },
        new Date(),
      ),
    )
    expect(await told(house)).toMatchObject({ reserved: 0, free: 1 })
    await expect(
      as(house.worker, (tx) =>
        arrive(tx, made.space, house.worker, given.stay, { version: 2, at: null }, new Date()),
      ),
    ).rejects.toMatchObject({ status: 409, code: 'pathways.stay-moved-on' })
  })

  it('PER-05 nobody outside the house runs it, and a guessed id tells nothing', async () => {
    const house = await makeHouse(made.space)
    const other = await makeHouse(made.space)
    const stay = await arrived(house)
    const guess = '00000000-0000-4000-8000-00000000abcd'
    for (const id of [stay.stay, guess]) {
      await expect(
        as(other.leader, (tx) =>
          arrive(tx, made.space, other.leader, id, { version: 1, at: null }, new Date()),
        ),
      ).rejects.toMatchObject({ status: 403, code: 'people.not-involved' })
    }
    expect(await read(made.space, other.leader, (tx) => staysIn(tx, house.service))).toEqual([])
  })
})

describe('isolation places', () => {
  it('CAP-04 are given by a health criterion, or by a reason why not', async () => {
    const house = await makeHouse(made.space, { unit: 'isolation', maxStayDays: null, beds: 2 })
    const give = async (
      isolation: { ground: 'infected' | 'override'; reason: string | null } | null,
    ) =>
      giveTestPlace(made.space, house, {
        from: today,
        until: in14,
        person: await makePerson(made.space, { organisation: house.organisation }),
        isolation,
      })
    await expect(give(null)).rejects.toMatchObject({ code: 'pathways.isolation-ground' })
    await expect(give({ ground: 'override', reason: null })).rejects.toMatchObject({
      code: 'pathways.isolation-reason',
    })
    expect(await give({ ground: 'infected', reason: null })).not.toBeNull()
    expect(await give({ ground: 'override', reason: 'Ingen andre pladser i nat' })).not.toBeNull()
  })
})
