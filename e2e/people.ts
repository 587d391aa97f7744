import pg from 'pg'
import type { Page, Response } from 'playwright-core'
import { expect, vi } from 'vitest'
import { jobs } from '#app/slices.ts'
import type { Role } from '#kit/auth/actor.ts'
import { readConfig } from '#kit/config/index.ts'
import { makeAccount, makeSession } from '#slices/access/factory.ts'
import { organisationId } from '#slices/territory/index.ts'
import { desk, logInAs, type Story, withoutScript } from './browser.ts'

/** What the stories about persons share: people at work, each in a browser of their own. */

/** Somebody of the demonstration, logged in, in a browser of their own. */
export const atWork = async (
  told: Story,
  name: string,
  options: { script?: boolean; width?: number } = {},
): Promise<Page> => {
  const viewport = { ...desk, ...(options.width === undefined ? {} : { width: options.width }) }
  const page = await told.open('/', {
    viewport,
    ...(options.script === false ? withoutScript : {}),
  })
  await logInAs(page, name)
  return page
}

/** Somebody whom the demonstration does not have, employed by one of its organisations and logged in. */
export const colleague = async (
  told: Story,
  name: string,
  at: { organisation: string; roles: readonly Role[]; width?: number },
): Promise<Page> => {
  const organisation = organisationId(at.organisation)
  const { live } = told.app.spaces
  const roles = at.roles.map((role) => ({ role, organisation }))
  const value = await makeSession(live, await makeAccount(live, { name, organisation, roles }))
  const viewport = { ...desk, ...(at.width === undefined ? {} : { width: at.width }) }
  const page = await told.open('/', { viewport })
  await page.context().addCookies([{ name: 'vaern_session', value, url: told.url('/') }])
  return page
}

/**
 * Presses a button and waits for the page that comes of it: the answer to the form, where it leads, and that this
 * stands on the page.
 */
export const press = async (page: Page, name: string | RegExp, to?: RegExp): Promise<void> => {
  const shown: string[] = []
  const note = (answer: Response): void => {
    if (answer.request().method() === 'GET') shown.push(answer.url())
  }
  page.on('response', note)
  const [answered] = await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === 'POST'),
    page.getByRole('button', { name }).first().click(),
  ])
  const { location } = answered.headers()
  if (location) {
    const target = new URL(location, page.url()).toString().split('#')[0]
    await vi.waitFor(() => expect(shown).toContain(target), { timeout: 10_000 })
  }
  page.off('response', note)
  if (to) await page.waitForURL(to)
  await page.waitForLoadState()
  // Turbo marks the document busy until the answer stands on the page.
  await page.locator('html[aria-busy]').waitFor({ state: 'detached' })
  await page.waitForTimeout(100)
}

export const follow = async (page: Page, name: string | RegExp, to: RegExp): Promise<void> => {
  await page.getByRole('link', { name }).first().click()
  await page.waitForURL(to)
}

/** The id that stands after a word of the page's path. */
export const idIn = (page: Page, after: string): string => {
  const found = new RegExp(`/${after}/([0-9a-f-]{36})`).exec(page.url())?.[1]
  expect(found, page.url()).toBeDefined()
  return found ?? ''
}

export const mainText = (page: Page): Promise<string> => page.locator('main').innerText()

/** `n` days from today, as a date field wants it. */
export const dayFromNow = (n: number): string =>
  new Date(Date.now() + n * 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/Copenhagen' })

/** A nurse calls the social nurse to a bed. */
export const flag = async (signe: Page, ward: string, bed: string): Promise<void> => {
  await signe.getByLabel('Afsnit').fill(ward)
  await signe.getByLabel('Seng eller stue').fill(bed)
  await signe.getByLabel('Jeg er med til at behandle patienten').check()
  await press(signe, 'Send')
}

/** The social nurse takes it, with what the person is called; gives the pathway's id. */
export const take = async (bente: Page, bed: string, alias: string): Promise<string> => {
  await bente.goto(new URL('/flags', bente.url()).toString())
  const row = bente.locator('tr, article, li', { hasText: bed }).last()
  await row.getByRole('link', { name: /Tag/ }).click()
  await bente.waitForURL(/\/take$/)
  await bente.getByLabel('Vil gerne kaldes').fill(alias)
  await bente.getByLabel('Kommune', { exact: false }).first().selectOption({ label: 'Kolding' })
  await press(bente, 'Begynd planen', /\/pathways\/.*\/discharge/)
  return idIn(bente, 'pathways')
}

/** Somebody at a bed whom the social nurse has begun a plan for: flagged by a nurse, and taken. */
export const begin = async (
  told: Story,
  bente: Page,
  bed: string,
  alias: string,
): Promise<{ pathway: string; person: string }> => {
  const signe = await atWork(told, 'Signe', { script: false })
  await flag(signe, 'M2', bed)
  await signe.context().close()
  const pathway = await take(bente, bed, alias)
  return { pathway, person: await personOn(bente) }
}

/** The person whom a page is about, by the links that lead to their other pages. */
export const personOn = async (page: Page): Promise<string> => {
  const href = await page.locator('nav.tabs a').first().getAttribute('href')
  const found = /people\/([0-9a-f-]{36})/.exec(href ?? '')?.[1]
  expect(found, page.url()).toBeDefined()
  return found ?? ''
}

/** Writes down a consent that the person gives by word of mouth. */
export const consentTo = async (
  page: Page,
  person: string,
  recipient: string,
  topics: readonly string[] = ['Bolig og steder at sove', 'Livssituation'],
): Promise<void> => {
  await page.goto(new URL(`/people/${person}/consents`, page.url()).toString())
  await page.getByLabel('Hvem må få det at vide?').fill(recipient)
  for (const topic of topics) await page.getByLabel(topic).check()
  await page.getByLabel('Til hvad?').selectOption({ index: 1 })
  await page.getByLabel('Mundtligt').check()
  await page.getByLabel('Gælder til og med').fill(dayFromNow(31))
  await press(page, 'Gem samtykket')
}

/** What the person says of themself, in words of the form. */
export const tellCircumstances = async (
  page: Page,
  person: string,
  told: Record<string, 'Ja' | 'Nej' | 'Ukendt'>,
): Promise<void> => {
  await page.goto(new URL(`/people/${person}/plan/circumstances`, page.url()).toString())
  await page.getByLabel('Personen selv').check()
  for (const [label, answer] of Object.entries(told)) {
    await page.getByLabel(label, { exact: true }).selectOption({ label: answer })
  }
  await page.locator('main form button[type=submit], main form button:not([type])').last().click()
  await page.waitForURL(new RegExp(`/people/${person}(\\?.*)?$`))
}

/** Writes a referral with the consent that the person gives at the same time; gives its id. */
export const refer = async (
  page: Page,
  pathway: string,
  house: RegExp,
  options: { until?: string } = {},
): Promise<string> => {
  await page.goto(new URL(`/pathways/${pathway}/places`, page.url()).toString())
  await page.getByRole('link', { name: new RegExp(`Henvis hertil: ${house.source}`) }).click()
  await page.waitForURL(/\/refer\?/)
  await page.getByLabel('Faglig vurdering').fill('Lungebetændelse under behandling. Skal have ro.')
  await page.getByLabel('Situationen lige nu').fill('Har ikke et sted at være.')
  await page.getByLabel('Pleje, der er brug for').fill('Sår skiftes dagligt. Antibiotika.')
  if (options.until) await page.getByLabel('Til', { exact: true }).fill(options.until)
  await page.getByLabel(/Personen har sagt ja til, at vi fortæller det til/).check()
  for (const topic of ['Bolig og steder at sove', 'Livssituation', 'Behov for omsorg og pleje']) {
    await page.getByLabel(topic).check()
  }
  await page.getByLabel('Mundtligt').check()
  await page.getByLabel('Hvorfor ikke skriftligt?').fill('Personen er sengeliggende.')
  await page.getByLabel(/Jeg har læst husreglerne/).check()
  await press(page, 'Send henvisningen', /\/referrals\//)
  return idIn(page, 'referrals')
}

/** Behind the scenes, as the owner of the live database: to move a clock, and to see what is stored. */
export const behind = async (
  told: Story,
  sql: string,
  values: unknown[] = [],
): Promise<pg.QueryResult<Record<string, unknown>>> => {
  const client = new pg.Client({ connectionString: told.app.databaseUrl })
  await client.connect()
  try {
    return await client.query<Record<string, unknown>>(sql, values)
  } finally {
    await client.end()
  }
}

/** Runs one of the application's jobs now. */
export const runJob = async (told: Story, name: string): Promise<void> => {
  const job = jobs.find((each) => each.name === name)
  expect(job, name).toBeDefined()
  await job?.run({
    spaces: told.app.spaces,
    config: readConfig({}),
    ownerUrl: told.app.databaseUrl,
    mail: async () => undefined,
    log: { info: () => undefined, error: () => undefined },
    now: () => new Date(),
  })
}
