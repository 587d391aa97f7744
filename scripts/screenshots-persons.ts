import type { Page } from 'playwright-core'

/** From a ward's call to a place that is given, for the pictures: fictional people at work, in this order. */

const pressed = async (page: Page, name: string, to: RegExp): Promise<void> => {
  await page.getByRole('button', { name }).first().click()
  await page.waitForURL(to)
  await page.waitForLoadState()
  await page.waitForTimeout(400)
}

/** A nurse has called the social nurse to a bed. */
export const callSocialNurse = async (page: Page): Promise<void> => {
  await page.getByLabel('Afsnit').fill('M2')
  await page.getByLabel('Seng eller stue').fill('Stue 4')
  await page.getByLabel('Jeg er med til at behandle patienten').check()
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('Stue 4').last().waitFor()
}

/** The social nurse's page from flag to plan, filled in. */
export const beginPlan = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: /Tag/ }).first().click()
  await page.waitForURL(/\/take$/)
  await page.getByLabel('Vil gerne kaldes').fill('Jens')
  await page.getByLabel('Kommune', { exact: false }).first().selectOption({ label: 'Kolding' })
}

/** The plan is begun; the pathway's page. */
export const showPathway = async (page: Page): Promise<void> => {
  await beginPlan(page)
  await pressed(page, 'Begynd planen', /\/discharge/)
  await page.goto(page.url().replace(/\/discharge.*$/, ''))
}

const openPathway = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Jens' }).first().click()
  await page.waitForURL(/\/people\/[0-9a-f-]{36}/)
  await page.goto(`${page.url()}/pathways`)
  await page.getByRole('link', { name: 'Udskrivning fra sygehus' }).first().click()
  await page.waitForURL(/\/pathways\/[0-9a-f-]{36}/)
}

/** Where there is a place for the person. */
export const findPlace = async (page: Page): Promise<void> => {
  await openPathway(page)
  await page.goto(`${page.url()}/places`)
}

/** A referral has been sent, with the consent that it rests on. */
export const sendReferral = async (page: Page): Promise<void> => {
  await findPlace(page)
  await page.getByRole('link', { name: /Henvis hertil: Omsorgsstedet Bæltet/ }).click()
  await page.waitForURL(/\/refer\?/)
  await page.getByLabel('Faglig vurdering').fill('Lungebetændelse under behandling. Skal have ro.')
  await page.getByLabel('Situationen lige nu').fill('Har ikke et sted at være.')
  await page.getByLabel(/Personen har sagt ja til, at vi fortæller det til/).check()
  await page.getByLabel('Bolig og steder at sove').check()
  await page.getByLabel('Livssituation').check()
  await page.getByLabel('Mundtligt').check()
  await page.getByLabel(/Jeg har læst husreglerne/).check()
  await pressed(page, 'Send henvisningen', /\/referrals\//)
}

/** The house reads it. */
export const readReferral = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Jens' }).first().click()
  await page.waitForURL(/\/referrals\/[0-9a-f-]{36}/)
}

/** The house has said yes: a room is held. */
export const acceptReferral = async (page: Page): Promise<void> => {
  await readReferral(page)
  await pressed(page, 'Modtag, og hold en plads', /\/stays\//)
  await page.goto(new URL('/house', page.url()).toString())
}
