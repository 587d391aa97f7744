import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import {
  expectNoAxeViolations,
  expectNoSidewaysScroll,
  phone,
  story,
  withoutScript,
} from './browser.ts'
import { atWork, behind, colleague, follow, idIn, mainText, press, runJob } from './people.ts'

/** Scenario 12: a winter night at the door of a shelter, and what the shelter owes the municipality afterwards. */
const told = story()
const house = 'Kvindeherberget Fyrtårnet'

/** What the public sees of the house now. */
const inTheDirectory = async (page: Page): Promise<string> => {
  await page.goto(told.url('/find?need=overnight&place=K%C3%B8benhavn&can=women-only&left=1'))
  const found = page.locator('article, section > ul > li', { hasText: house })
  return found.first().innerText()
}

const codeOn = async (page: Page): Promise<string> =>
  /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await mainText(page))?.[0] ?? 'no code'

/** The row of the board about this person's notice to the municipality. */
const noticeRow = (page: Page, code: string) =>
  page.locator('main tr', { hasText: code }).filter({ hasText: 'Besked til handlekommunen' })

const askForBed = async (page: Page, alias: string): Promise<void> => {
  await page.getByLabel('Hvad vil personen kaldes?').fill(alias)
  await page.getByLabel('Personen har et akut behov for et sted at være').check()
}

describe('a winter night at a shelter', () => {
  it('REF-06 CAP-03 L8 a woman comes herself at night and is given the bed; the municipality of action is told in time', async () => {
    const helle = await atWork(told, 'Helle', { width: phone.width })
    const lone = await atWork(told, 'Lone')
    await lone.goto(told.url('/notices'))
    const anyone = await told.open('/', withoutScript)
    expect(await inTheDirectory(anyone)).toContain('1 ledig natteplads')

    // The same page stands open on the duty room's screen.
    await helle.goto(told.url('/house'))
    expect(await mainText(helle)).toContain('3 bor her, 0 ventes, 1 ledig.')
    await follow(helle, 'Optag en, der står her', /\/admissions\/new/)
    const screen = await told.visit(helle, helle.url())

    // No referral and no number: nowhere to write one, and nothing that asks for one.
    expect(await mainText(helle)).toContain('Der skal hverken nummer eller henvisning til')
    expect(await mainText(helle)).not.toMatch(/CPR|personnummer/i)
    const named = helle.locator('main [name]')
    const fields = await named.evaluateAll((all) => all.map((one) => one.getAttribute('name')))
    expect(fields.join(' ')).not.toMatch(/cpr|number|referral|diagnosis/)
    await expectNoAxeViolations(helle)
    await expectNoSidewaysScroll(helle)

    await helle.getByLabel('Hvad vil personen kaldes?').fill('Måge')
    await helle.getByLabel('Sprog').selectOption({ label: 'rumænsk' })
    await helle.getByLabel('Handlekommune').selectOption({ label: 'Kolding' })
    await press(helle, 'Optag')
    expect(await helle.getByRole('alert').innerText()).toContain('akut behov')
    await helle.getByLabel('Personen har et akut behov for et sted at være').check()
    await press(helle, 'Optag', /\/stays\//)
    const stay = await mainText(helle)
    expect(stay).toContain('Bor her')
    expect(stay).toMatch(/Besluttet af\s+Helle Opdigtet/)
    expect(stay).toContain('inden tre hverdage')
    const code = await codeOn(helle)
    await expectNoAxeViolations(helle)
    await expectNoSidewaysScroll(helle)

    // The bed is gone for everybody, at once; whoever asks from the page that is still open is not turned away with nothing.
    expect(await inTheDirectory(anyone)).toContain('har ikke flere pladser')
    await askForBed(screen, 'Terne')
    await press(screen, 'Optag')
    expect(await mainText(screen)).toContain('Der er ikke plads her lige nu')
    await screen.goto(told.url('/people'))
    expect(await mainText(screen)).toContain('Måge')
    expect(await mainText(screen)).not.toContain('Terne')

    // Due within three working days: on the pathway and on the board, where she is a code.
    await follow(helle, 'Forløbet', /\/pathways\//)
    const pathway = idIn(helle, 'pathways')
    const owed = helle.locator('#municipality-notice')
    expect(await owed.innerText()).toMatch(/Skal være sendt senest: .* kl\. 23\.59/)
    await expectNoAxeViolations(helle)
    const board = await told.visit(helle, '/board')
    await noticeRow(board, code).waitFor()
    expect(await noticeRow(board, code).innerText()).toMatch(/Kolding[\s\S]*dage tilbage/)
    expect(await mainText(board)).not.toContain('Måge')
    await expectNoAxeViolations(board)

    // Sent from the page; the letter says who, where and when, and no more.
    await owed.getByRole('link', { name: 'Send underretningen' }).click()
    await helle.waitForURL(/municipality-notice$/)
    const letter = await helle.locator('.prose[lang=da]').innerText()
    expect(letter).toContain(`Måge blev optaget hos ${house}`)
    expect(letter).not.toMatch(/rumænsk|akut/i)
    await expectNoAxeViolations(helle)
    await expectNoSidewaysScroll(helle)
    await press(helle, 'Send underretningen', /municipality-notice$/)
    expect(await mainText(helle)).toMatch(/Underretningen er sendt .* til Kolding/)
    expect(await helle.getByRole('button', { name: 'Send underretningen' }).count()).toBe(0)

    // It stands on the municipality's open page by itself, without a name; the clock has stopped.
    await lone.getByText('Optaget på herberg').waitFor()
    expect(await mainText(lone)).toContain('serviceloven § 110, stk. 6')
    expect(await mainText(lone)).not.toContain('Måge')
    await follow(lone, 'Åbn forløbet', new RegExp(`/pathways/${pathway}`))
    await noticeRow(board, code).waitFor({ state: 'detached' })
  }, 120_000)

  it('REF-06 at night whoever is on duty writes down the leader who decided it by telephone', async () => {
    const name = 'Nattevagt Opdigtet'
    const night = await colleague(told, name, {
      organisation: 'demo-fyrtaarnet',
      roles: ['social-professional'],
      width: phone.width,
    })

    // Somebody has left in the evening, so there is a bed again.
    await night.goto(told.url('/house'))
    await follow(night, 'Lærke', /\/stays\//)
    await night.getByLabel('Hvordan slutter det?').selectOption({ label: 'Efter eget ønske' })
    await night.getByLabel('Hvor rejser personen hen?').selectOption({ label: 'Familie' })
    await press(night, 'Afslut opholdet', /said=ended/)
    await night.goto(told.url('/house'))
    await follow(night, 'Optag en, der står her', /\/admissions\/new/)
    await askForBed(night, 'Svale')
    const leader = night.getByLabel('Hvilken leder har besluttet det?')
    await leader.evaluate((field) => field.removeAttribute('required'))
    await press(night, 'Optag')
    expect(await night.getByRole('alert').innerText()).toContain('Skriv lederens navn')
    expect(await night.getByLabel('Hvad vil personen kaldes?').inputValue()).toBe('Svale')
    await night.getByLabel('Hvilken leder har besluttet det?').fill('Helle Opdigtet')
    await press(night, 'Optag', /\/stays\//)
    expect(await mainText(night)).toContain(
      `Helle Opdigtet (besluttet pr. telefon, skrevet af ${name})`,
    )
    const { rows } = await behind(
      told,
      "SELECT count(*)::int AS n FROM people.identifier WHERE person_id IN (SELECT id FROM people.person WHERE alias = 'Svale')",
    )
    expect(rows).toEqual([{ n: 0 }])
  })

  it('L8 REF-10 a notice that nobody has sent is an alarm on the board, on the pathway and with the leader', async () => {
    const helle = await atWork(told, 'Helle')
    await helle.goto(told.url('/house'))
    await follow(helle, 'Myrte', /\/stays\//)
    const code = await codeOn(helle)
    await follow(helle, 'Forløbet', /\/pathways\//)
    const pathway = idIn(helle, 'pathways')
    const board = await told.visit(helle, '/board')
    expect(await noticeRow(board, code).innerText()).not.toContain('over tiden')
    const moved = await behind(
      told,
      `UPDATE pathways.clock SET started_at = now() - interval '5 days', due_at = now() - interval '1 day'
       WHERE pathway_id = $1 AND kind = 'municipality-notice'`,
      [pathway],
    )
    expect(moved.rowCount).toBe(1)
    await runJob(told, 'pathways-escalate')

    // The board that stands open says so by itself.
    await noticeRow(board, code).filter({ hasText: 'over tiden' }).waitFor()
    expect(await noticeRow(board, code).innerText()).toContain('Lederen har fået besked')
    await helle.reload()
    const owed = helle.locator('#municipality-notice')
    expect(await owed.innerText()).toContain('Fristen er overskredet. Send underretningen nu.')
    await helle.goto(told.url('/notices'))
    expect(await mainText(helle)).toContain('Fristen er overskredet: Besked til handlekommunen')
    expect(await mainText(helle)).not.toContain('Myrte')
    await runJob(told, 'pathways-escalate')
    await helle.reload()
    expect(await helle.getByText('Fristen er overskredet: Besked til handlekommunen').count()).toBe(
      1,
    )
    await expectNoAxeViolations(helle)
  })

  it('CAP-01 a full house shows what is free elsewhere this minute and the emergency shelter by name and number', async () => {
    const helle = await atWork(told, 'Helle', { width: phone.width })
    await helle.goto(told.url('/house'))
    expect(await mainText(helle)).toContain('Alt er optaget eller lovet væk')
    await follow(helle, 'Optag en, der står her', /\/admissions\/new/)
    const full = helle.getByRole('status').or(helle.locator('.notice')).first()
    const said = await full.innerText()
    expect(said).toContain('Der er ikke plads her lige nu')
    expect(said).toMatch(/Nødherberget i Hallen[\s\S]*Ring 00 00 00 16/)
    expect(said).toMatch(/Natrummet for kvinder[\s\S]*3 ledige nattepladser[\s\S]*Ring 00 00 00 05/)
    expect(said).not.toContain(house)
    await expectNoAxeViolations(helle)
    await expectNoSidewaysScroll(helle)

    // "This minute": another house tells of one bed less, and the page says the new number.
    const before = Number(/Natly ved Havnen[\s\S]*?(\d+) ledige/.exec(said)?.[1])
    const mads = await atWork(told, 'Mads', { script: false, width: phone.width })
    await mads.getByRole('button', { name: /: én mindre/ }).click()
    await helle.reload()
    expect(await mainText(helle)).toMatch(
      new RegExp(`Natly ved Havnen[\\s\\S]*?${before - 1} ledige`),
    )
  })

  it('HOT-01 on Easter Monday the line for professionals is closed and says when it opens next', async () => {
    const helle = await atWork(told, 'Helle', { width: phone.width })
    // The case knows the real line; its hours are asked for on the day of the story.
    const lineAt = async (moment: string): Promise<string> => {
      await helle.goto(told.url(`/s/march-2020/situation?at=${encodeURIComponent(moment)}`))
      const line = helle.locator('main li', { hasText: 'Hotline for socialfaglige spørgsmål' })
      return (await line.innerText()).replaceAll(/\s+/g, ' ')
    }
    const easter = await lineAt('2026-04-06T11:00:00+02:00')
    expect(easter).toContain('72 42 40 00')
    expect(easter).toContain('Lukket nu åbner i morgen kl. 9.00')
    expect(await lineAt('2026-04-02T23:10:00+02:00')).toContain(
      'åbner tirsdag den 7. april kl. 9.00',
    )
    expect(await lineAt('2026-04-07T11:00:00+02:00')).toContain('Åben nu')
    await expectNoSidewaysScroll(helle)
  })
})
