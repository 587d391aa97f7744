import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMoment } from '#kit/time/index.ts'
import { aPlace } from '../rules/a-place.ts'
import { distanceKm, fitOf, openNow, standingOf } from '../rules.ts'
import { type CanFlag, canFlags, type PlaceFacts } from '../schema.ts'
import type { Picture } from './picture.ts'
import { type Question, search } from './search.ts'
import { Shelf } from './shelf.ts'

const night = parseMoment('2026-03-24T22:00').getTime()
const HOUR = 3_600_000

const flags = fc.subarray([...canFlags])
const places: fc.Arbitrary<PlaceFacts> = fc
  .record({
    id: fc.uuid(),
    lat: fc.option(fc.double({ min: 54.5, max: 57.8, noNaN: true }), { freq: 5 }),
    lon: fc.double({ min: 8, max: 15, noNaN: true }),
    openingHours: fc.constantFrom(null, '24/7', 'Mo-Su 20:00-08:00', 'Mo-Fr 09:00-15:00'),
    takes: flags,
    refuses: flags,
    told: fc.constantFrom('open', 'limited', 'closed', null),
    age: fc.integer({ min: 0, max: 40 * HOUR }),
    lasts: fc.option(fc.integer({ min: 1, max: 48 * HOUR })),
    occupied: fc.option(fc.integer({ min: 0, max: 4 })),
  })
  .map(({ id, lat, lon, openingHours, takes, refuses, told, age, lasts, occupied }) => {
    const at = night - age
    const answers = (some: CanFlag[], answer: 'yes' | 'no') =>
      Object.fromEntries(some.map((flag) => [flag, answer]))
    return aPlace({
      id,
      lat,
      lon: lat === null ? null : lon,
      openingHours,
      eligibility: { ...answers(takes, 'yes'), ...answers(refuses, 'no') },
      status: told && {
        value: told,
        reason: told === 'open' ? null : 'other',
        note: null,
        at,
        until: lasts === null ? null : at + lasts,
        recordedAt: at,
      },
      capacity:
        occupied === null
          ? []
          : [
              {
                unit: 'overnight',
                total: 4,
                occupied,
                reserved: null,
                totalAt: at,
                occupiedAt: at,
              },
            ],
    })
  })

const questions: fc.Arbitrary<Question> = fc.record({
  need: fc.constantFrom('overnight', null),
  can: flags,
  language: fc.constantFrom(null, 'ro'),
  municipalities: fc.constant(null),
  near: fc.option(fc.record({ lat: fc.constant(55.67), lon: fc.constant(12.55) })),
  within: fc.option(fc.integer({ min: 1, max: 300 })),
})

const pictureOf = (shelf: Shelf): Picture => ({
  places: new Map(),
  byNeed: new Map([
    ['overnight', shelf],
    ['any', shelf],
  ]),
  hotlines: [],
  version: 0,
  confirmedAt: night,
})

/** The same by the rules alone, one place after the other and nothing remembered. */
const plainly = (all: PlaceFacts[], question: Question, ms: number) => {
  const byReason: Record<string, number> = {}
  const found: string[] = []
  for (const place of all) {
    const km = distanceKm(question.near, place)
    if (question.near && question.within !== null && km !== null && km > question.within) continue
    if (question.near && question.within !== null && km === null && place.municipality !== null) {
      continue
    }
    const fit = fitOf(place, question, ms)
    if (fit.outcome === 'excluded') byReason[fit.reason] = (byReason[fit.reason] ?? 0) + 1
    else found.push(`${place.id} ${fit.fits} ${openNow(place, ms)} ${km}`)
  }
  return { found: found.sort(), byReason }
}

const said = (result: ReturnType<typeof search>) => ({
  found: result.found.map((hit) => `${hit.id} ${hit.fits} ${hit.openNow} ${hit.distanceKm}`).sort(),
  byReason: result.excluded.byReason,
})

describe('a shelf of places', () => {
  it('what is remembered is what the rules say, at every moment, in any order of asking', () => {
    const moments = fc.array(fc.integer({ min: -HOUR, max: 48 * HOUR }), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(places, { maxLength: 20, selector: ({ id }) => id }),
        questions,
        moments,
        (all, question, later) => {
          const shelf = new Shelf(question.need, all)
          for (const ms of later.map((after) => night + after)) {
            const result = search(pictureOf(shelf), question, ms, new Set())
            expect(said(result)).toEqual(plainly(all, question, ms))
          }
        },
      ),
    )
  })

  it('a standing holds to the very millisecond that it names, and a result as long as its standings', () => {
    fc.assert(
      fc.property(
        places,
        fc.integer({ min: 0, max: 30 * HOUR }),
        fc.nat(60_000),
        (place, after, on) => {
          const ms = night + after
          const standing = standingOf(place, 'overnight', ms)
          expect(standing.until).toBeGreaterThan(ms)
          const then = Math.min(ms + on, standing.until - 1)
          const { offered, openNow: open, reason } = standingOf(place, 'overnight', then)
          expect({ offered, open, reason }).toEqual({
            offered: standing.offered,
            open: standing.openNow,
            reason: standing.reason,
          })
          const question: Question = {
            need: 'overnight',
            can: [],
            language: null,
            municipalities: null,
            near: null,
            within: null,
          }
          const picture = pictureOf(new Shelf('overnight', [place]))
          const { until } = search(picture, question, ms, null)
          expect(said(search(picture, question, until - 1, null))).toEqual(
            said(search(picture, question, ms, null)),
          )
        },
      ),
    )
  })

  it('places are put in place of their former selves, and taken out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.boolean()), {
          maxLength: 40,
        }),
        (steps) => {
          const shelf = new Shelf(null)
          const left = new Map<string, PlaceFacts>()
          for (const [id, put] of steps) {
            const place = aPlace({ id, name: `${id} ${left.size}` })
            if (put) {
              shelf.put(place)
              left.set(id, place)
            } else {
              shelf.remove(id)
              left.delete(id)
            }
          }
          expect(new Set(shelf.places)).toEqual(new Set(left.values()))
          expect(shelf.around(null, null).indexes).toHaveLength(left.size)
        },
      ),
    )
  })
})
