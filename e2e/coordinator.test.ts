import { describe, expect, it } from 'vitest'
import {
  desk,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  logInAs,
  phone,
  story,
  withoutScript,
} from './browser.ts'

/** The situation room, in the case March 2020 and in the live world. */
const told = story()

const march = '/s/march-2020'
const at = (moment: string): string => encodeURIComponent(`${moment}+01:00`)

interface Situation {
  area: string
  services: Record<string, number>
  capacity: { unit: string; total: number; free: number | null; staleCount: number }[]
  timeline: { date?: string; week?: number; text: string }[]
}
interface Places {
  places: {
    name: string
    fits: string
    unknowns: string[]
    status: { value: string; stale: boolean }
    capacity: { unit: string; total: number; free: number | null; stale: boolean }[]
  }[]
}

const situationAt = (moment: string, area = 'dk'): Promise<Situation> =>
  told.json(`${march}/api/v1/situation?at=${at(moment)}&area=${area}`)
const placesAt = (moment: string, query: string): Promise<Places> =>
  told.json(`${march}/api/v1/places?${query}&at=${at(moment)}`)
const totals = (situation: Situation): Record<string, number> =>
  Object.fromEntries(situation.capacity.map(({ unit, total }) => [unit, total]))

const bed = 'need=overnight&area=0101&can=no-cpr,active-use'

describe('March 2020, wound back', () => {
  it('CAP-05 DIR-03 a bed in Copenhagen on 24 March: Bavnehøjhallen, 50 in all, free unknown; on 15 March it is not there', async () => {
    const { places } = await placesAt('2020-03-24T22:00:00', bed)
    expect(places).toMatchObject([
      {
        name: 'Nødherberg i Bavnehøjhallen',
        fits: 'unknown',
        unknowns: ['no-cpr', 'active-use'],
        status: { stale: true },
        capacity: [{ unit: 'overnight', total: 50, free: null, stale: true }],
      },
    ])
    expect((await placesAt('2020-03-15T22:00:00', bed)).places).toEqual([])

    const page = await told.open(
      `${march}/find?${bed}&at=${at('2020-03-24T22:00:00')}`,
      withoutScript,
    )
    const card = page.locator('article', { hasText: 'Bavnehøjhallen' })
    const text = await card.innerText()
    expect(text).toContain('50 i alt')
    expect(text).toContain('Vi ved ikke, om der er ledige')
    expect(text).toContain('Vi ved ikke, om de tager imod uden CPR-nummer')
    expect(text).toContain('Vi ved ikke, om de tager imod, når man er påvirket')
    expect(text).toContain('Sidst meldt 16. marts')
    expect(await page.locator('.space-band').innerText()).toContain('Marts 2020')
    const asked = await page.locator('.asked').first().innerText()
    expect(asked).toContain('København')
    expect(asked).toContain('24. marts 2020 kl. 22.00')

    const before = await told.open(
      `${march}/find?${bed}&at=${at('2020-03-15T22:00:00')}`,
      withoutScript,
    )
    expect(await before.content()).not.toContain('Bavnehøjhallen')
    expect(await before.getByRole('link', { name: /Ring 112/ }).count()).toBeGreaterThan(0)
  })

  it('CAP-05 isolation places are never offered as beds', async () => {
    for (const need of ['need=overnight', 'need=overnight&area=0101', 'need=respite']) {
      const { places } = await placesAt('2020-03-24T22:00:00', need)
      expect(places.map((place) => place.name)).not.toContain('Isolationspladser, Solterrasserne')
    }
    const isolation = await placesAt('2020-03-24T22:00:00', 'need=isolation')
    expect(isolation.places[0]?.capacity).toMatchObject([{ unit: 'isolation', total: 64 }])
  })

  it('CAP-05 counts 50, 64 and 55 on 24 March, kind by kind and never as one sum', async () => {
    const before = totals(await situationAt('2020-03-15T22:00:00'))
    const after = totals(await situationAt('2020-03-24T22:00:00'))
    expect(after.overnight).toBe((before.overnight as number) + 50)
    expect(after).toMatchObject({ overnight: 50, isolation: 64, 'crisis-centre': 55 })

    const page = await told.open(`${march}/situation?at=${at('2020-03-24T22:00:00')}`, {
      viewport: desk,
    })
    const panel = await page
      .locator('.panel', { has: page.getByRole('heading', { name: 'Pladser', exact: true }) })
      .innerText()
    expect(panel).toContain('50 i alt')
    expect(panel).toContain('64 i alt')
    expect(panel).toContain('55 i alt')
    // 50 + 64 + 55, and the pairs.
    expect(await page.locator('main').innerText()).not.toMatch(/\b(169|114|105|119)\b/)
    expect(panel).toMatch(/Ledige: ukendt/)
  })

  it('DIR-03 shows mobile testing as week 13, not as a day', async () => {
    const { timeline } = await situationAt('2020-03-29T12:00:00')
    const [test] = timeline.filter((row) => row.text.includes('udekørende test'))
    expect(test).toMatchObject({ week: 13 })
    expect(test).not.toHaveProperty('date')
    expect((await situationAt('2020-03-22T23:00:00')).timeline.some((row) => row.week === 13)).toBe(
      false,
    )
    const page = await told.open(`${march}/situation?at=${at('2020-03-29T12:00:00')}`, {
      viewport: desk,
    })
    expect(await page.content()).toContain('uge 13, 2020')
    const all = await told.json<{ timeline: unknown[] }>(`${march}/api/v1/timeline`)
    expect(all.timeline).toHaveLength(28)
  })

  it('DIR-03 a unit that closes on 12 March and reopens on 16 March shows both', async () => {
    const { services } = await told.json<{ services: { id: string; name: string }[] }>(
      `${march}/api/v1/services?q=opdigtet%20varmestue`,
    )
    expect(services[0]?.name).toContain('Opdigtet')
    const { reports } = await told.json<{
      reports: { at: string; status: string; fictional: boolean }[]
    }>(`${march}/api/v1/services/${services[0]?.id}/reports`)
    expect(reports.slice(0, 2)).toMatchObject([
      { status: 'open', at: '2020-03-16T08:00:00+01:00', fictional: true },
      { status: 'closed', at: '2020-03-12T08:00:00+01:00', fictional: true },
    ])
    const day = async (moment: string): Promise<string> => {
      const page = await told.open(`${march}/situation?area=0101&at=${at(moment)}`, withoutScript)
      return page
        .locator('.panel', { has: page.getByRole('heading', { name: 'Det seneste døgn' }) })
        .innerText()
    }
    expect(await day('2020-03-12T12:00:00')).toMatch(/Opdigtet varmestue \(øvelse\)[\s\S]*lukket/i)
    expect(await day('2020-03-16T12:00:00')).toMatch(
      /Opdigtet varmestue \(øvelse\)[\s\S]*lukket til åbent?/i,
    )
  })

  it('CAP-05 winds back from the page, keeps the minute in the address, and asks what was known then', async () => {
    const page = await told.open(`${march}/situation`, { viewport: desk, ...withoutScript })
    await page.locator('#f-at').fill('2020-03-18T12:07')
    await page
      .locator('form', { has: page.locator('#f-at') })
      .getByRole('button', { name: 'Vis', exact: true })
      .click()
    expect(new URL(page.url()).searchParams.get('at')).toContain('2020-03-18T12:07')
    expect(await page.locator('main').innerText()).toContain('18. marts 2020 kl. 12.07')
    await page.getByRole('link', { name: '−1 dag' }).click()
    expect(await page.locator('main').innerText()).toContain('17. marts 2020 kl. 12.07')
    // Ten at a time came on the 18th.
    expect(await page.locator('main').innerText()).not.toContain('2 begrænset')
    await page.goBack()
    expect(await page.locator('main').innerText()).toContain('2 begrænset')

    const lost = await told.open(`${march}/situation?at=2020-03-29T02:30`, withoutScript)
    expect(await lost.locator('main').innerText()).toMatch(/findes ikke|fandtes ikke/)
  })

  it('CAP-05 gives the same page for a region and a municipality', async () => {
    const page = await told.open(`${march}/situation?at=${at('2020-03-18T12:00:00')}`, {
      viewport: desk,
      ...withoutScript,
    })
    await page
      .getByRole('link', { name: /^(Region )?Hovedstaden$/ })
      .first()
      .click()
    expect(await page.locator('h1').innerText()).toBe('Situationen i Region Hovedstaden')
    expect(await page.locator('main').innerText()).toContain('18. marts 2020 kl. 12.00')
    await page.getByRole('link', { name: 'København', exact: true }).first().click()
    expect(await page.locator('h1').innerText()).toBe('Situationen i København')
    expect(await page.locator('main').innerText()).toContain('Nødherberg i Bavnehøjhallen')
    expect(await page.locator('main').innerText()).toContain('18. marts 2020 kl. 12.00')
  })

  it.each([
    ['a desk', desk],
    ['a phone', phone],
  ])(
    'L3 the room reads well on %s: no axe violations, nothing sideways',
    async (_name, viewport) => {
      const page = await told.open(`${march}/situation?area=0101&at=${at('2020-03-24T12:00:00')}`, {
        viewport,
      })
      await expectNoAxeViolations(page)
      await expectNoSidewaysScroll(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      await expectNoAxeViolations(page)
    },
  )

  it('CAP-05 prints as a note: the moment, the numbers and the timeline, no controls', async () => {
    const page = await told.open(`${march}/situation?at=${at('2020-03-18T12:00:00')}`, {
      viewport: desk,
    })
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByText('18. marts 2020 kl. 12.00').first().isVisible()).toBe(true)
    expect(await page.getByRole('heading', { name: 'Pladser', exact: true }).isVisible()).toBe(true)
    expect(await page.getByRole('link', { name: '−1 dag' }).isVisible()).toBe(false)
    const pdf = await page.pdf({ format: 'A4' })
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
    expect(sheets).toBeGreaterThan(0)
    expect(sheets).toBeLessThanOrEqual(4)
  })
})

describe('a crisis coordinator now', () => {
  it("CAP-05 HOT-03 sees the live room of the area, the professionals' lines, and whom to chase", async () => {
    const page = await told.open('/', { viewport: desk })
    await logInAs(page, 'Karl Opdigtet')
    await page.goto(told.url('/situation?area=0101'))
    expect(await page.locator('h1').innerText()).toBe('Situationen i København')
    const text = await page.locator('main').innerText()
    expect(text).toContain('For jer, der arbejder')
    expect(text).toContain('At følge op på')
    expect(text).toMatch(/Nattepladser/)
    expect(await page.locator('.space-band').innerText()).toContain('Demonstration')
    await expectNoAxeViolations(page)
    await expectNoSidewaysScroll(page)
  })

  it('SEC-03 the live room is for those at work: others are asked to log in', async () => {
    const page = await told.open('/situation', withoutScript)
    expect(await page.content()).not.toContain('At følge op på')
    expect((await fetch(told.url('/api/v1/situation'))).status).toBe(401)
  })

  it('DIR-03 writes on the timeline, corrects it, and both stay readable', async () => {
    const page = await told.open('/', { viewport: desk })
    await logInAs(page, 'Karl Opdigtet')
    await page.goto(told.url('/situation?area=0101'))
    await page.getByRole('link', { name: 'Skriv på tidslinjen' }).click()
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Sæt på tidslinjen' }).click()
    expect(await page.getByRole('alert').innerText()).toContain('Feltet skal udfyldes')
    const fields = page.locator('main form')
    await fields.locator('[name=lane][value=municipality]').check()
    await fields.locator('[name=issuer]').fill('Opdigtet beredskabsstab')
    await fields.locator('[name=textDa]').fill('Opdigtet: <b>natcaféer</b> holder åbent til kl. 9')
    await fields.locator('[name=issuedOn]').fill(new Date().toISOString().slice(0, 10))
    await fields.locator('[name=source]').fill('Opdigtet notat')
    await page.getByRole('button', { name: 'Sæt på tidslinjen' }).click()
    await page.waitForURL((url) => !url.pathname.endsWith('/new'))
    await page.goto(told.url('/situation?area=0101'))
    expect(await page.content()).toContain('natcaféer')
    expect(await page.locator('main b', { hasText: 'natcaféer' }).count()).toBe(0)
  })
})
