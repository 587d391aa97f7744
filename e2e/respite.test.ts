import { describe, expect, it } from 'vitest'
import { expectNoAxeViolations, story } from './browser.ts'
import {
  atWork,
  dayFromNow,
  flag,
  follow,
  idIn,
  mainText,
  press,
  refer,
  take,
  tellCircumstances,
} from './people.ts'

/** Scenario 1: a man without a home is discharged to a care centre, between people in browsers of their own. */
const told = story()
const house = /Omsorgsstedet Bæltet/

const lawful = {
  'Uden opholdstilladelse': 'Nej',
  'Har hund': 'Nej',
  'Kan være alene om natten': 'Ja',
  'Har brug for pleje': 'Ja',
  'Er i fare for at tage sit liv': 'Nej',
  'Kan være udadreagerende': 'Nej',
} as const

describe('from hospital to care centre', () => {
  it('DIS-01 DIS-02 DIS-03 PER-03 REF-01 REF-02 REF-03 CAP-03 RES-01 RES-02 RES-04 DIS-04 PER-05 a man without a home goes from a ward to a care centre and on, between five people', async () => {
    const signe = await atWork(told, 'Signe', { width: 390, script: false })
    const bente = await atWork(told, 'Bente')
    // The care centre's old PC runs no script at all.
    const malthe = await atWork(told, 'Malthe', { script: false })
    const beside = await atWork(told, 'Malthe')
    await bente.goto(told.url('/flags'))

    // The flag: a ward and a bed, and nowhere to write more.
    expect(await signe.locator('main textarea').count()).toBe(0)
    expect(await signe.locator('main form input[type=text]').count()).toBe(2)
    await signe.getByLabel('Afsnit').fill('M2')
    await signe.getByLabel('Seng eller stue').fill('Jens 010190-0000')
    await press(signe, 'Send')
    expect(await signe.getByRole('alert').innerText()).toMatch(/nummer/)
    await signe.goto(told.url('/flags'))
    await flag(signe, 'M2', 'Stue 4')
    expect(await mainText(signe)).toContain('Stue 4')

    // It stands on the social nurse's open page by itself.
    await bente.getByText('Stue 4').waitFor({ timeout: 10_000 })
    const pathway = await take(bente, 'Stue 4', 'Jens')
    expect(await mainText(signe)).not.toContain('Jens')
    await signe.goto(told.url('/flags'))
    expect(await mainText(signe)).toMatch(/Bente Opdigtet/)

    // Without consent the municipality cannot be contacted, and the page says why.
    expect(await bente.getByRole('button', { name: 'Kontakt kommunen' }).isDisabled()).toBe(true)
    expect(await mainText(bente)).toContain('Du kan ikke kontakte')
    expect(await mainText(bente)).toMatch(/Karen Opdigtet[\s\S]*Jonas Opdigtet/)
    await expectNoAxeViolations(bente)
    await bente.goto(told.url(`/pathways/${pathway}`))
    const person = /people\/([0-9a-f-]{36})/.exec(
      (await bente.locator('nav.tabs a').first().getAttribute('href')) ?? '',
    )?.[1] as string
    await bente.goto(told.url(`/people/${person}/consents`))
    await bente
      .getByLabel('Hvem må få det at vide?')
      .fill('Opdigtet kommunal enhed i Kolding (demo)')
    await bente.getByLabel('Bolig og steder at sove').check()
    await bente.getByLabel('Livssituation').check()
    await bente.getByLabel('Mundtligt').check()
    await bente.getByLabel('Gælder til og med').fill(dayFromNow(31))
    await bente.getByLabel('Til hvad?').selectOption({ index: 1 })
    await press(bente, 'Gem samtykket')
    expect(await mainText(bente)).toContain('Gælder')
    await bente.goto(told.url(`/pathways/${pathway}/discharge`))
    expect(await bente.getByRole('button', { name: 'Kontakt kommunen' }).isDisabled()).toBe(false)

    // A place with the person's own circumstances: all criteria met, and still nobody has decided.
    await tellCircumstances(bente, person, lawful)
    await bente.goto(told.url(`/pathways/${pathway}/places`))
    const place = bente.locator('article', { hasText: house }).first()
    expect(await place.innerText()).toMatch(/1 ledig plads/)
    expect(await mainText(bente)).toMatch(/Ingen om natten/)
    await expectNoAxeViolations(bente)
    const referral = await refer(bente, pathway, house)
    expect(await mainText(bente)).toMatch(/Venter på svar/)
    expect(await mainText(bente)).not.toMatch(/Ikke opfyldt/)

    // Somebody else is referred to the same last room.
    await flag(signe, 'M2', 'Stue 9')
    const second = await take(bente, 'Stue 9', 'Poul')
    await refer(bente, second, house)

    // The care centre reads, talks and accepts. The second one finds the house full, and waits in line.
    await malthe.goto(told.url('/referrals'))
    await follow(malthe, /Jens/, /\/referrals\//)
    expect(await mainText(malthe)).toContain('Sår skiftes dagligt')
    await beside.goto(malthe.url())
    await expectNoAxeViolations(beside)
    await malthe.getByLabel('Hvad kom der ud af samtalen?').fill('Vil gerne hvile. Ryger udenfor.')
    await press(malthe, 'Gem samtalen')
    await press(malthe, 'Modtag, og hold en plads', /\/stays\//)
    const stay = idIn(malthe, 'stays')
    await malthe.goto(told.url('/referrals'))
    await follow(malthe, /Poul/, /\/referrals\//)
    await press(malthe, 'Modtag, og hold en plads')
    expect(await mainText(malthe)).toMatch(/ventelisten/)
    const seen = await told.text('/find?need=respite&place=Middelfart')
    expect(seen).not.toMatch(/Omsorgsstedet Bæltet[\s\S]{0,900}1 ledig/)

    // He comes. The last day is fourteen nights on; the first days nothing is asked of him.
    await malthe.goto(told.url(`/stays/${stay}`))
    await press(malthe, 'Personen er kommet', /\/stays\//)
    expect(await mainText(malthe)).toMatch(/14 nætter/)
    expect(await mainText(malthe)).toContain('De første dage er rolige')
    await malthe.getByLabel('Sidste dag', { exact: true }).fill(dayFromNow(15))
    await press(malthe, 'Gem ny sidste dag')
    expect(await malthe.getByRole('alert').innerText()).toMatch(/grænse|leder/i)
    await malthe.goto(told.url(`/people/${person}`))
    expect(await mainText(malthe)).toMatch(/ro|rolig/i)

    // What staff write without him is marked as theirs.
    await malthe.goto(told.url(`/people/${person}/plan/wish`))
    await malthe.locator('main textarea').first().fill('Vil måske gerne tale om en bolig.')
    await malthe.getByLabel(/Personalet/).check()
    await malthe.locator('main form button').last().click()
    await malthe.waitForURL(new RegExp(`/people/${person}(\\?.*)?$`))
    expect(await mainText(malthe)).toContain('Personalets vurdering')
    for (const path of [`/people/${person}`, `/stays/${stay}`, '/house', '/board']) {
      await beside.goto(told.url(path))
      await expectNoAxeViolations(beside)
    }

    // The way out: "unknown" counts as the street until it is explained.
    await malthe.goto(told.url(`/stays/${stay}`))
    await malthe.getByLabel('Hvordan slutter det?').selectOption({ label: 'Som aftalt' })
    await malthe.getByLabel('Hvor rejser personen hen?').selectOption({ label: 'Det ved vi ikke' })
    await press(malthe, 'Afslut opholdet')
    expect(await malthe.getByRole('alert').innerText()).toMatch(/gaden|hvorhen|begrund/i)
    await malthe.getByLabel('Hvor rejser personen hen?').selectOption({ label: 'Herberg' })
    await press(malthe, 'Afslut opholdet')
    expect(await mainText(malthe)).toMatch(/Rejst/)
    expect(referral).toMatch(/^[0-9a-f-]{36}$/)

    // The mentor opens the nursing record by a guessed address: refused, and written down.
    const karim = await atWork(told, 'Karim', { width: 390 })
    const answer = await karim.goto(told.url(`/people/${person}/care-notes`))
    expect(answer?.status()).toBe(403)
    expect(await mainText(karim)).not.toContain('Jens')
  }, 180_000)
})
