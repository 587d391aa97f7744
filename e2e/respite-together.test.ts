import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectNoAxeViolations, expectNoSidewaysScroll, story } from './browser.ts'
import {
  atWork,
  begin,
  behind,
  colleague,
  consentTo,
  dayFromNow,
  follow,
  mainText,
  personOn,
  press,
  refer,
  runJob,
} from './people.ts'

/** Scenario 1 between several at once: the same plan, the same responsibility, and one who goes along. */
const told = story()
const house = /Omsorgsstedet Bæltet/
const kolding = 'Opdigtet kommunal enhed i Kolding (demo)'

const codeOn = async (page: Page): Promise<string> =>
  /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await mainText(page))?.[0] ?? 'no code'

describe('two at once', () => {
  it('INT-01 DIS-03 of two who edit one discharge plan the second sees both versions, and nothing is lost', async () => {
    const bente = await atWork(told, 'Bente')
    const { pathway } = await begin(told, bente, 'Stue 21', 'Tormod')
    const tove = await colleague(told, 'Tove Opdigtet', {
      organisation: 'demo-sygehus',
      roles: ['social-professional'],
    })
    await tove.goto(told.url(`/pathways/${pathway}/discharge`))
    await tove.getByLabel('Om behandlingen').fill('Metadon fra rusmiddelcentret.')
    await bente.getByLabel('Om behandlingen').fill('Antibiotika i syv dage.')
    await bente.getByLabel('Om medicinen').fill('Udleveres i doser.')
    await press(bente, 'Gem planen', /said=saved/)

    // The page tells that there is news, and leaves what is being typed alone.
    await tove.getByRole('button', { name: 'Nye oplysninger. Opdater siden' }).waitFor()
    expect(await tove.getByLabel('Om behandlingen').inputValue()).toContain('Metadon')
    await press(tove, 'Gem planen')
    const both = await tove.locator('#stale').innerText()
    expect(both).toContain('En anden har gemt imens')
    expect(both).toMatch(/Om behandlingen\s+Metadon fra .*\s+Antibiotika i syv dage\./)
    expect(both).toMatch(/Om medicinen\s+–\s+Udleveres i doser\./)
    await expectNoAxeViolations(tove)
    await tove.getByLabel('Om behandlingen').fill('Metadon, og antibiotika i syv dage.')
    await tove.getByLabel('Om medicinen').fill('Udleveres i doser.')
    await press(tove, 'Gem planen', /said=saved/)
    await expect
      .poll(() => bente.getByLabel('Om behandlingen').inputValue(), { timeout: 10_000 })
      .toBe('Metadon, og antibiotika i syv dage.')
  })

  it('INT-01 RES-04 so with what the person wants, between a leader and a nurse of the care centre', async () => {
    const malthe = await atWork(told, 'Malthe')
    const nanna = await atWork(told, 'Nanna', { width: 390 })
    await malthe.goto(told.url('/house'))
    await follow(malthe, 'Birk', /\/stays\//)
    const person = await personOn(malthe)
    for (const page of [malthe, nanna]) await page.goto(told.url(`/people/${person}/plan/wish`))
    const wish = (page: Page) => page.getByLabel('Hvad ønsker personen?')
    await wish(nanna).fill('Vil gerne se sin søster.')
    await nanna.getByLabel(/Personens egne ord/).check()
    await wish(malthe).fill('Vil have fred.')
    await malthe.getByLabel(/Personens egne ord/).check()
    await press(malthe, 'Gem', /saved=/)
    await press(nanna, 'Gem')
    const both = nanna.getByRole('alert').first()
    expect(await both.innerText()).toContain('Malthe Opdigtet gemte sin udgave')
    expect(await both.innerText()).toMatch(/Vil gerne se sin søster\.\s+Vil have fred\./)
    expect(await wish(nanna).inputValue()).toBe('Vil gerne se sin søster.')
    await expectNoAxeViolations(nanna)
    await expectNoSidewaysScroll(nanna)
    await wish(nanna).fill('Vil have fred, og vil gerne se sin søster.')
    await press(nanna, 'Gem min udgave oven på', /saved=/)
    expect(await mainText(nanna)).toContain('Vil have fred, og vil gerne se sin søster.')
    expect(await mainText(nanna)).toContain('Personens egne ord')
  })

  it('OUT-07 a handover that is accepted after it was withdrawn moves nothing, and says who answers', async () => {
    const bente = await atWork(told, 'Bente')
    const lone = await atWork(told, 'Lone')
    // The municipality's old PC runs no script: its page does not know what has happened meanwhile.
    const late = await atWork(told, 'Lone', { script: false })
    const { pathway, person } = await begin(told, bente, 'Stue 22', 'Vibe')
    await consentTo(bente, person, kolding)
    const offer = async (): Promise<void> => {
      await bente.goto(told.url(`/pathways/${pathway}/handover`))
      await bente.getByLabel('Hvem skal overtage?').selectOption({ label: kolding })
      await bente.getByLabel('Besked til modtageren').fill('Har brug for et sted at bo.')
      await bente.getByLabel('Samtykke, der dækker det').selectOption({ index: 1 })
      await press(bente, 'Send overdragelsen', /\/pathways\/[0-9a-f-]+$/)
    }
    await lone.goto(told.url('/handovers'))
    await bente.goto(told.url(`/pathways/${pathway}/handover`))
    await expectNoAxeViolations(bente)
    await offer()
    expect(await bente.locator('#handover').innerText()).toContain('Venter på svar')
    await lone.getByRole('link', { name: 'Vibe' }).waitFor()
    await expectNoAxeViolations(lone)
    await late.goto(told.url('/handovers'))
    await follow(late, 'Vibe', /\/handovers\//)

    await bente.getByLabel('Hvorfor trækkes den tilbage?').fill('Vibe vil selv vente lidt.')
    await press(bente, 'Træk overdragelsen tilbage', /\/pathways\//)
    await press(late, 'Vi overtager ansvaret')
    expect(await late.getByRole('alert').innerText()).toContain(
      'Overdragelsen blev trukket tilbage, før du svarede. Afsenderen har stadig ansvaret.',
    )
    await lone.getByRole('link', { name: 'Vibe' }).waitFor({ state: 'detached' })
    const owner = () =>
      behind(told, 'SELECT owner_name FROM pathways.pathway WHERE id = $1', [pathway])
    expect((await owner()).rows).toEqual([{ owner_name: 'Bente Opdigtet' }])

    // Offered again and accepted in time, it moves, to one and to nobody else.
    await offer()
    await lone.getByRole('link', { name: 'Vibe' }).click()
    await lone.waitForURL(/\/handovers\//)
    expect(await mainText(lone)).toContain('Har brug for et sted at bo.')
    await expectNoAxeViolations(lone)
    await press(lone, 'Vi overtager ansvaret', /\/pathways\//)
    expect((await owner()).rows).toEqual([{ owner_name: 'Lone Opdigtet' }])
    await bente.getByText(`${kolding}, Lone Opdigtet`).first().waitFor()
  })
})

describe('somebody goes along', () => {
  it('PER-05 ACC-01 ACC-02 a mentor sees a call name, when, where and what may be told, and nothing else', async () => {
    const bente = await atWork(told, 'Bente')
    const karim = await atWork(told, 'Karim', { width: 390 })
    await karim.goto(told.url('/my-appointments'))
    expect(await mainText(karim)).toContain('Du har ingen aftaler')
    const { pathway, person } = await begin(told, bente, 'Stue 23', 'Agnete')
    await consentTo(bente, person, kolding, ['Bolig og steder at sove'])
    await bente.goto(told.url(`/people/${person}/appointments`))
    const code = await codeOn(bente)
    await bente.getByLabel('Hvad drejer det sig om?').fill('Møde om en bolig')
    await bente.getByLabel('Hvornår').fill(`${dayFromNow(2)}T10:00`)
    await bente.getByLabel('Hvor', { exact: true }).fill('Borgerservice, Kolding')
    await bente.getByLabel('Ansigt til ansigt').check()
    await bente.getByLabel('Personen vil gerne have nogen med').check()
    await press(bente, 'Gem aftalen', /\/appointments$/)
    await expectNoAxeViolations(bente)

    // Not without the person's yes; and only what the person has consented to can be told.
    const who = bente.getByLabel('Hvem?')
    await who.selectOption({ label: 'Karim Opdigtet (Mentorerne i Vejviseren (demo))' })
    expect(await bente.locator('input[name=mayTell]').count()).toBe(1)
    await bente.getByLabel('Bolig og steder at sove').check()
    await press(bente, 'Spørg')
    expect(await bente.getByRole('alert').innerText()).toContain('Aftal det med personen først')
    await bente.getByLabel('Mundtligt').check()
    await bente.getByLabel(/Personen har sagt ja til, at den her person går med/).check()
    await press(bente, 'Spørg', /\/appointments$/)
    expect(await mainText(bente)).toContain('Karim Opdigtet er spurgt')

    // On his open phone at once.
    await karim.getByText('Vil du gå med?').waitFor()
    const seen = await mainText(karim)
    expect(seen).toMatch(/Agnete[\s\S]*kl\. 10\.00[\s\S]*Borgerservice, Kolding/)
    expect(seen).toContain('Du må fortælle om: Bolig og steder at sove')
    expect(seen).not.toMatch(/Møde om en bolig|M2|Stue 23|sygehus/)
    const all = await karim.content()
    for (const hidden of [code, person, pathway]) expect(all).not.toContain(hidden)
    await expectNoAxeViolations(karim)
    await expectNoSidewaysScroll(karim)
    await press(karim, 'Ja', /\/my-appointments/)
    expect(await mainText(karim)).toContain('Du går med')
    await bente.getByText('Karim Opdigtet går med').waitFor()

    // Every other door is closed to him, known or guessed, and each try is written down.
    const other = await told.visit(karim, '/my-appointments')
    const doors = [`/people/${person}`, `/people/${person}/care-notes`, `/pathways/${pathway}`]
    for (const path of [...doors, '/board', '/house', '/referrals', '/people']) {
      const answer = await other.goto(told.url(path))
      expect(answer?.status(), path).toBe(403)
      expect(await other.content(), path).not.toContain('Agnete')
    }
    const { rows } = await behind(
      told,
      `SELECT count(*)::int AS n FROM people.access_log WHERE what = 'refused' AND actor_name = 'Karim Opdigtet'`,
    )
    expect(Number(rows[0]?.n)).toBeGreaterThanOrEqual(2)

    // The person says no after all: it is gone from his phone too.
    await bente.goto(told.url(`/people/${person}/consents`))
    await press(bente, /Træk tilbage nu: Mentorerne i Vejviseren/)
    await karim.getByText('Du har ingen aftaler').waitFor()
    expect(await karim.content()).not.toContain('Agnete')
  })
})

describe('between two chairs', () => {
  it('REF-10 the board says what waits, on whom and until when, and what nobody answers goes to the leaders', async () => {
    const bente = await atWork(told, 'Bente')
    const { pathway } = await begin(told, bente, 'Stue 24', 'Ylva')
    await bente.goto(told.url(`/pathways/${pathway}`))
    const code = await codeOn(bente)
    const malthe = await atWork(told, 'Malthe')
    await malthe.goto(told.url('/board?who=asked'))
    const referral = await refer(bente, pathway, house)
    const board = await told.visit(bente, '/board')
    const row = (page: Page) =>
      page.locator('main tr', { hasText: code }).filter({ hasText: 'Svar på henvisning' })
    expect(await row(board).innerText()).toMatch(
      /Opdigtet sygehus i Kolding \(demo\), Bente Opdigtet\s+Omsorgsstedet Bæltet \(demo\)\s+Kolding/,
    )
    expect(await row(board).innerText()).toContain('tilbage')
    await row(malthe).waitFor()
    for (const page of [board, malthe]) expect(await mainText(page)).not.toContain('Ylva')
    await expectNoAxeViolations(malthe)

    // Nobody answers: over the time, and the leaders of both sides have been told, without a name.
    await behind(
      told,
      `UPDATE pathways.clock SET started_at = now() - interval '3 days', due_at = now() - interval '1 hour'
       WHERE about_id = $1 AND kind = 'referral'`,
      [referral],
    )
    await runJob(told, 'pathways-escalate')
    await row(malthe).filter({ hasText: 'Lederen har fået besked' }).waitFor()
    await row(board).filter({ hasText: 'over tiden' }).waitFor()
    await malthe.goto(told.url('/notices'))
    expect(await mainText(malthe)).toContain('Fristen er overskredet: Svar på henvisning')
    expect(await mainText(malthe)).not.toMatch(new RegExp(`Ylva|${code}`))
    await malthe.goto(told.url('/board?kind=referral'))
    expect(await mainText(malthe)).toMatch(/over tiden/)
    expect(await row(malthe).count()).toBe(1)

    // Answered, it waits no longer.
    await malthe.goto(told.url(`/referrals/${referral}`))
    await malthe
      .locator('form:has(input[value=decline]) textarea[name=reason]')
      .fill('Der er fuldt.')
    await press(malthe, 'Afvis med begrundelse', /\/referrals/)
    await row(board).waitFor({ state: 'detached' })
  })
})
