import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  cutTexts,
  doubleText,
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  phone,
  smallPhone,
  story,
  weigh,
  withoutScript,
} from './browser.ts'

/** Anyone in need, on an old phone: no login, no script. */
const told = story()

const tonight = '/find?need=overnight&place=K%C3%B8benhavn&can=no-cpr&can=active-use'

interface Demo {
  rows: { key: string; name: string; location?: Record<string, string | number> }[]
}
const demo = JSON.parse(
  readFileSync(new URL('../data/demo/services.json', import.meta.url), 'utf8'),
) as Demo

interface Places {
  places: { id: string; name: string; fits: string; openNow: boolean | null; distanceKm: number }[]
  excluded: { count: number }
}

describe('anyone who needs help now, without script', () => {
  it('ACC-05 HOT-02 asks for a bed tonight and gets places that take them, nearest first', async () => {
    const page = await told.open('/', withoutScript)
    await page.getByLabel('Et sted at sove i nat').check()
    await page.getByLabel('Hvor er du?').fill('kobenhavn')
    await page.getByLabel('Jeg har ikke et CPR-nummer').check()
    await page.getByLabel('Jeg er påvirket af alkohol eller stoffer').check()
    await page.getByRole('button', { name: 'Find steder' }).click()

    expect(await page.locator('h1').innerText()).toBe('Et sted at sove i nat')
    expect(await page.locator('.lead').innerText()).toMatch(/^\d+ sted(er)? har åbent nu/)
    const asked = await page.locator('.asked').first().innerText()
    expect(asked).toContain('København')
    expect(asked).toContain('CPR-nummer')

    // What is sure stands first, then what is not, then how many were left out, then whom to call.
    const sections = await page.locator('h2').allInnerTexts()
    const order = ['Du kan komme nu', 'Måske. Spørg først', 'Åbner senere', 'Ring og få hjælp']
    expect(sections).toEqual(order.filter((title) => sections.includes(title)))
    expect(sections[0]).toBe(order[0])
    expect(sections.at(-1)).toBe(order.at(-1))
    const sure = page.locator('section', { has: page.getByText('Du kan komme nu') })
    const first = sure.locator('article').first()
    expect(await first.innerText()).toMatch(/Åbent nu/)
    expect(await first.innerText()).toMatch(/\d+ ledige?/)
    expect(await first.innerText()).toMatch(/Meldt (i går )?kl\. \d+\.\d\d/)
    expect(await first.innerText()).toContain('Kom direkte. Du behøver ikke ringe først.')
    expect(await first.getByRole('link', { name: /^Ring / }).getAttribute('href')).toMatch(
      /^tel:000000\d\d$/,
    )
    const distances = (await sure.locator('article').allInnerTexts()).map((text) =>
      Number(/(\d+(?:,\d+)?) km/.exec(text)?.[1]?.replace(',', '.')),
    )
    expect(distances).toEqual(distances.toSorted((a, b) => a - b))

    // What nobody knows is said aloud, never shown as a no.
    const other = await told.open(
      '/find?need=overnight&place=K%C3%B8benhavn&can=wheelchair',
      withoutScript,
    )
    const maybe = other.locator('section', { has: other.getByText('Måske. Spørg først') })
    expect(await maybe.innerText()).toContain('Vi ved ikke, om man kan komme ind i kørestol')
    // Citizens see citizens' lines only.
    expect(await page.content()).not.toMatch(/Fagfolk|hospitaler og kommuner/i)
  })

  it('ACC-05 says how many places are left out and why, and shows them all the same', async () => {
    const page = await told.open(tonight, withoutScript)
    const sentence = await page.locator('.asked').last().innerText()
    expect(sentence).toMatch(/^\d+ sted(er)? er ikke vist: .+\./)
    await page.getByRole('link', { name: 'Vis dem alligevel' }).click()
    const heading = page.getByRole('heading', { name: 'Steder, der ikke passer' })
    expect(await heading.isVisible()).toBe(true)
    const left = page.locator('section', { has: heading }).locator('li')
    expect(await left.count()).toBe(Number.parseInt(sentence, 10))
  })

  it('ACC-05 has one address to share, the same places in the API and as plain text, and keeps the question in English', async () => {
    const page = await told.open(tonight, withoutScript)
    const names = await page.locator('article h3').allInnerTexts()
    const answer = await told.json<Places>(
      '/api/v1/places?need=overnight&area=0101&can=no-cpr,active-use',
    )
    for (const place of answer.places.filter((one) => one.fits === 'yes' && one.openNow)) {
      expect(names).toContain(place.name)
    }
    const twin = await told.text(tonight.replace('/find', '/find.txt'))
    const at = names.map((name) => twin.indexOf(name))
    expect(at.every((index) => index > 0)).toBe(true)
    expect(at).toEqual(at.toSorted((a, b) => a - b))

    await page.getByRole('link', { name: 'English' }).click()
    expect(new URL(page.url()).search).toBe(new URL(told.url(tonight)).search)
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    expect(await page.locator('article h3').allInnerTexts()).toEqual(names)
    await page.getByRole('link', { name: 'Change' }).click()
    expect(await page.locator('input[value=overnight]').isChecked()).toBe(true)
    expect(await page.locator('input[value=no-cpr]').isChecked()).toBe(true)
  })

  it('ACC-05 reaches the way out of the page by keyboard, first of all after the skip link', async () => {
    const page = await told.open(tonight, withoutScript)
    const leave = page.getByRole('link', { name: 'Forlad siden hurtigt' })
    const reached: string[] = []
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('Tab')
      reached.push(await page.locator(':focus').innerText())
    }
    expect(reached).toEqual(['Gå til indholdet', 'Værn', 'English', 'Forlad siden hurtigt'])
    expect(await leave.getAttribute('rel')).toContain('noreferrer')
    expect(await leave.getAttribute('href')).toMatch(/^https:/)
  })

  it.each([
    ['the front page', '/'],
    ['a result', tonight],
  ])(
    'L3 %s reads well: no axe violations, small phone, double text, dark, keyboard order',
    async (_name, path) => {
      const page = await told.open(path, { viewport: smallPhone })
      await expectNoAxeViolations(page)
      await expectNoSidewaysScroll(page)
      await page.setViewportSize(phone)
      await doubleText(page)
      await expectNoSidewaysScroll(page)
      expect(await cutTexts(page)).toEqual([])
      const dark = await told.open(path, { colorScheme: 'dark' })
      await expectNoAxeViolations(dark)
      const ground = await dark.evaluate(() => getComputedStyle(document.body).backgroundColor)
      expect(ground).not.toBe('rgb(255, 255, 255)')
      // Read aloud: one h1, and no heading skips a level.
      const levels = await page
        .locator('h1,h2,h3,h4')
        .evaluateAll((all) => all.map((one) => Number(one.tagName[1])))
      expect(levels.filter((level) => level === 1)).toHaveLength(1)
      expect(levels.every((level, i) => i === 0 || level <= (levels[i - 1] as number) + 1)).toBe(
        true,
      )
    },
  )

  it.each([
    ['the front page', '/'],
    ['a result', tonight],
  ])(
    'ACC-05 %s weighs under 100 kB at the first visit and asks for no script',
    async (_name, path) => {
      const page = await told.open('/health')
      const { bytes, types } = await weigh(page, told.url(path))
      expect(bytes).toBeGreaterThan(2_000)
      expect(bytes).toBeLessThan(100_000)
      expect(types).not.toContain('Script')
      expect(await page.locator('script').count()).toBe(0)
    },
  )

  it('ACC-05 prints a result as a poster with a QR code, whatever the screen shows', async () => {
    const page = await told.open(tonight, withoutScript)
    const poster = page.locator('.poster')
    expect(await poster.isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    expect(await poster.locator('svg').isVisible()).toBe(true)
    expect(await page.getByRole('link', { name: 'Forlad siden hurtigt' }).isVisible()).toBe(false)
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('HOT-02 is never an empty page: nothing fits, nobody knows the place, nothing is there', async () => {
    const nothing = await told.open(
      '/find?need=respite&can=women-only&can=no-permit&language=kl&place=Skagen',
      withoutScript,
    )
    expect(await nothing.locator('.lead').innerText()).not.toBe('')
    expect(await nothing.getByRole('link', { name: /Ring 112/ }).count()).toBeGreaterThan(0)
    const numbers = await nothing.locator('.card--danger').innerText()
    expect(numbers).toMatch(/Åben nu|Åbner/)

    const nowhere = await told.open('/find?need=overnight&place=Langtbortistan', withoutScript)
    expect(await nowhere.getByRole('alert').innerText()).toContain(
      'Vi kender ikke ”Langtbortistan”',
    )
    expect(await nowhere.locator('input[value=overnight]').isChecked()).toBe(true)

    const lost = await told.open('/der-er-ingen-side-her', withoutScript)
    expect(await lost.locator('h1').innerText()).not.toBe('')
    expect(await lost.getByRole('link').count()).toBeGreaterThan(1)
  })

  it('L3 a crisis centre with a secret address gives no address, distance or route through any door', async () => {
    const hidden = demo.rows.filter(
      (row) => row.location?.visibility === 'secret' || row.location?.visibility === 'on-contact',
    )
    expect(hidden.length).toBeGreaterThan(1)
    const near = 'need=crisis-centre&lat=55.685&lon=12.551'
    const answer = await told.json<Places>(`/api/v1/places?${near}&limit=100`)
    const doors = await Promise.all([
      told.text('/find?need=crisis-centre&place=K%C3%B8benhavn'),
      told.text(`/find?${near}`),
      told.text(`/find.txt?${near}`),
      told.text(`/api/v1/places?${near}&limit=100`),
      told.text('/api/v1/services?kind=crisis-centre'),
      ...answer.places.flatMap(({ id }) => [
        told.text(`/places/${id}`),
        told.text(`/api/v1/services/${id}`),
      ]),
    ])
    for (const { name, location = {} } of hidden) {
      expect(doors.some((text) => text.includes(name))).toBe(true)
      for (const text of doors) {
        for (const secret of [location.lat, location.lon]) expect(text).not.toContain(`${secret}`)
      }
      const mine = answer.places.find((place) => place.name === name)
      expect(mine?.distanceKm ?? null).toBeNull()
      const own = await told.text(`/places/${mine?.id}`)
      expect(own).not.toContain(`${location.address}`)
      expect(own).not.toMatch(/openstreetmap|Vis vej/)
    }
    // Nor does the order tell: standing at the door of either centre gives the same list.
    const elsewhere = await told.json<Places>(
      '/api/v1/places?need=crisis-centre&lat=56.163&lon=10.204&limit=100',
    )
    const secretNames = new Set(hidden.map((row) => row.name))
    const order = (found: Places): string[] =>
      found.places.map((place) => place.name).filter((name) => secretNames.has(name))
    expect(order(elsewhere)).toEqual(order(answer))
  })

  it('L3 gives back what was typed as text, never as script', async () => {
    const evil = '"><script>window.hit=1</script><img src=x onerror=window.hit=1>'
    const page = await told.open('/')
    await page.getByLabel('Hvor er du?').fill(evil.slice(0, 100))
    await page.getByRole('button', { name: 'Find steder' }).click()
    expect(await page.getByRole('alert').innerText()).toContain('<script>')
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
    const query = new URLSearchParams(
      ['need', 'place', 'area', 'can', 'language', 'at', 'known', 'limit', 'cursor'].map((name) => [
        name,
        evil,
      ]),
    )
    for (const path of ['/', '/find', '/find.txt', '/api/v1/places', '/s/march-2020/find']) {
      const answer = await fetch(told.url(`${path}?${query}`))
      const said = await answer.text()
      expect(answer.status).toBeLessThan(500)
      if (answer.headers.get('content-type')?.startsWith('text/html')) {
        expect(said).not.toContain('<script>window')
        expect(said).not.toContain('<img src=x')
      }
    }
  })
})
