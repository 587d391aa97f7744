import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { desk, expectNoAxeViolations, logInAs, phone, story, withoutScript } from './browser.ts'

/** The one who keeps the directory: adds, changes for a while, reads in many. */
const told = story()

const asEditor = async (path: string, options = {}): Promise<Page> => {
  const page = await told.open('/', { viewport: desk, ...options })
  await logInAs(page, 'Rikke Opdigtet')
  await page.goto(told.url(path))
  return page
}

const count = async (q: string): Promise<number> =>
  (
    await told.json<{ services: unknown[] }>(
      `/api/v1/services?q=${encodeURIComponent(q)}&limit=200`,
    )
  ).services.length

const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000).toLocaleDateString('sv-SE', {
    timeZone: 'Europe/Copenhagen',
  })

/** A file as an office program saves it. */
const upload = async (page: Page, csv: string): Promise<void> => {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'tilbud.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.getByRole('button', { name: 'Se filen igennem' }).click()
}

describe('an editor of the directory', () => {
  it('DIR-01 DIR-11 adds a service, and an hour that is wrong is said beside its field with nothing stored', async () => {
    const page = await asEditor('/directory/new', withoutScript)
    const form = page.locator('main form')
    const name = 'Opdigtet værested <b>Prøven</b>'
    await form.locator('[name=name]').fill(name)
    await form.locator('[name=kind]').selectOption('drop-in-centre')
    await form.locator('[name=organisation]').selectOption({ index: 1 })
    await form.locator('[name=municipality]').selectOption('0101')
    await form.locator('[name=needs][value=food]').check()
    await form.locator('[name=openingHours]').fill('mandag til fredag 25-26')
    await form.locator('[name=url]').fill('javascript:alert(1)')
    await page.getByRole('button', { name: 'Tilføj tilbuddet' }).click()
    expect(await page.getByRole('alert').locator('li').count()).toBeGreaterThan(1)
    expect(await form.locator('[name=name]').inputValue()).toBe(name)
    expect(await count('Prøven')).toBe(0)

    await form.locator('[name=openingHours]').fill('Mo-Su 00:00-24:00')
    await form.locator('[name=url]').fill('https://example.dk/')
    await page.getByRole('button', { name: 'Tilføj tilbuddet' }).click()
    expect(new URL(page.url()).pathname).toMatch(/^\/directory\/[0-9a-f-]{36}$/)
    expect(await page.locator('h1').innerText()).toBe(name)
    expect(await page.locator('main b', { hasText: 'Prøven' }).count()).toBe(0)
    const found = await told.text('/find?need=food&place=K%C3%B8benhavn')
    expect(found).toContain('Opdigtet værested &lt;b>Prøven')
    expect(found).not.toContain('<b>Prøven')
  })

  it('DIR-01 lays a dated change over the base hours, for its days only', async () => {
    const { services } = await told.json<{ services: { id: string }[] }>(
      '/api/v1/services?q=sovesalen%20syd',
    )
    const id = services[0]?.id
    const page = await asEditor(`/directory/${id}`, withoutScript)
    const fields = page.locator('form', {
      has: page.getByRole('button', { name: 'Tilføj ændring' }),
    })
    await page.locator('summary', { hasText: 'Tilføj ændring' }).click()
    await fields.locator('[name=from]').fill(day(2))
    await fields.locator('[name=until]').fill(day(1))
    await fields.locator('[name=reason]').fill('Opdigtet rørskade')
    await fields.getByRole('button', { name: 'Tilføj ændring' }).click()
    await page.getByRole('alert').waitFor()
    await page.goto(told.url(`/directory/${id}`))
    await page.locator('summary', { hasText: 'Tilføj ændring' }).click()
    await fields.locator('[name=from]').fill(day(1))
    await fields.locator('[name=until]').fill(day(2))
    await fields.locator('[name=reason]').fill('Opdigtet rørskade')
    await fields.getByRole('button', { name: 'Tilføj ændring' }).click()
    expect(await page.locator('main').innerText()).toContain('Opdigtet rørskade')
    const openAt = async (offset: number): Promise<boolean | null | undefined> => {
      const answer = await told.json<{ places: { id: string; openNow: boolean | null }[] }>(
        `/api/v1/places?need=overnight&area=0101&limit=100&at=${day(offset)}T12:00`,
      )
      return answer.places.find((place) => place.id === id)?.openNow
    }
    expect(await openAt(1)).not.toBe(true)
    expect(await openAt(4)).not.toBe(false)
    const seen = await told.text(`/places/${id}`)
    expect(seen).toContain('Opdigtet rørskade')
  })

  it('DIR-11 reads in a file: what is wrong row by row, and then everything or nothing', async () => {
    const before = await count('Indlæst')
    const page = await asEditor('/directory/import')
    await expectNoAxeViolations(page)
    const template = await page.evaluate(async () => {
      const link = [...document.querySelectorAll('a')].find((one) => /skabelon/.test(one.innerText))
      return (await fetch(link?.href ?? '')).text()
    })
    const [head, example] = template.replace(/^\uFEFF/, '').split(/\r?\n/)
    const row = (name: string): string => `${example}`.replace('Opdigtet værested', name)
    const organisation = await told.json<{
      services: { organisation: { name: string } }[]
    }>('/api/v1/services?q=natly%20ved%20havnen')
    const named = (name: string): string =>
      row(name).replace('Opdigtet forening', `${organisation.services[0]?.organisation.name}`)

    const wrong = named('Indlæst to').replace('København', 'Langtbortistan')
    await upload(page, [head, named('Indlæst et'), wrong].join('\r\n'))
    await page.getByText('Hvad der skal rettes').waitFor()
    const said = await page.locator('main').innerText()
    expect(said).toContain('Langtbortistan')
    expect(said).toContain('Intet er gemt')
    expect(said).toMatch(/\b3\b/)
    await expectNoAxeViolations(page)
    expect(await count('Indlæst')).toBe(before)

    await page.goto(told.url('/directory/import'))
    await upload(page, [head, named('Indlæst et'), named('Indlæst to')].join('\r\n'))
    const confirm = page.getByRole('button', { name: 'Tilføj 2 tilbud' })
    await page.getByText('Intet er gemt').waitFor()
    expect(await page.locator('main').innerText()).toContain('i orden')
    expect(await count('Indlæst')).toBe(before)
    await confirm.click()
    await page.waitForURL(/\/directory\?/)
    expect(await count('Indlæst')).toBe(before + 2)
  })

  it('L3 the directory reads well at a desk and on a phone', async () => {
    const page = await asEditor('/directory')
    await expectNoAxeViolations(page)
    await page.locator('tbody a').first().click()
    await page.waitForURL(/\/directory\/[0-9a-f-]{36}/)
    await expectNoAxeViolations(page)
    await page.setViewportSize(phone)
    await page.goto(told.url('/directory'))
    await expectNoAxeViolations(page)
  })
})
