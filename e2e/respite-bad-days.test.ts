import { describe, expect, it } from 'vitest'
import { expectNoAxeViolations, story } from './browser.ts'
import {
  atWork,
  begin,
  behind,
  consentTo,
  dayFromNow,
  flag,
  follow,
  idIn,
  mainText,
  personOn,
  press,
  refer,
  tellCircumstances,
} from './people.ts'

/** Scenario 1 on its bad days: what must never happen silently between a ward, a care centre and a municipality. */
const told = story()
const house = /Omsorgsstedet Bæltet/

describe('a referral that does not go well', () => {
  it('REF-02 REF-05 without lawful stay the criterion that fails is shown with other places, and a human answers', async () => {
    const bente = await atWork(told, 'Bente')
    const { pathway, person } = await begin(told, bente, 'Stue 11', 'Nour')
    await tellCircumstances(bente, person, {
      'Uden opholdstilladelse': 'Ja',
      'Kan være alene om natten': 'Ja',
      'Har brug for pleje': 'Ja',
    })

    // Nothing fits: still no bare no. A bed for the night and a clinic, and what each care centre asks for.
    await bente.goto(told.url(`/pathways/${pathway}/places`))
    const found = await mainText(bente)
    expect(found).toContain('Ingen steder passer lige nu')
    expect(found).toMatch(/Andre steder lige nu[\s\S]*Klinikken/)
    expect(found).toMatch(/Nødherberget i Hallen[\s\S]*29 ledige nattepladser/)
    expect(found).toMatch(/Bæltet[\s\S]*noget, som ikke er opfyldt: Lovligt ophold/)
    await expectNoAxeViolations(bente)
    await bente.getByRole('link', { name: /Henvis hertil: Omsorgsstedet Bæltet/ }).click()
    await bente.waitForURL(/\/refer\?/)
    expect(await mainText(bente)).toContain('Et kriterium er ikke opfyldt')
    expect(await mainText(bente)).toMatch(/Andre steder lige nu[\s\S]*Klinikken/)
    await expectNoAxeViolations(bente)

    // It can be sent all the same, and nothing but a human says no.
    const referral = await refer(bente, pathway, house)
    const sent = await mainText(bente)
    expect(sent).toMatch(/Lovligt ophold, hvor stedet kræver det\s+Ikke opfyldt/)
    expect(sent).toContain('Venter på svar')
    expect(sent).toContain('Kriterierne afgør ikke noget')
    const malthe = await atWork(told, 'Malthe')
    await malthe.goto(told.url(`/referrals/${referral}`))
    const instead = malthe.getByLabel('Hvad kan personen få i stedet?')
    const ready = await instead.inputValue()
    expect(ready).toContain('Klinikken')
    const no = malthe.locator('form:has(input[value=decline]) textarea[name=reason]')
    await no.evaluate((field) => field.removeAttribute('required'))
    await press(malthe, 'Afvis med begrundelse')
    expect(await malthe.getByRole('alert').innerText()).toMatch(/Skriv, hvorfor/)
    await no.fill('Stedet må kun modtage mennesker med lovligt ophold.')
    await press(malthe, 'Afvis med begrundelse', /\/referrals/)
    expect(await mainText(malthe)).toContain('Afvisningen er sendt')
    await malthe.goto(told.url(`/referrals/${referral}`))
    expect(await mainText(malthe)).toContain('Henvisningen er besvaret')
    expect(await mainText(malthe)).not.toContain('Nour')

    // The sender hears it on the page that stands open, with the reason and what there is instead.
    await bente.getByText('Afvist af Malthe Opdigtet').waitFor()
    expect(await mainText(bente)).toContain('lovligt ophold')
    expect(await mainText(bente)).toMatch(/I stedet:[\s\S]*Klinikken/)
  })

  it('PER-03 a consent that is withdrawn while the referral is being read empties the page, and it says so', async () => {
    const bente = await atWork(told, 'Bente')
    const { pathway, person } = await begin(told, bente, 'Stue 12', 'Aske')
    const referral = await refer(bente, pathway, house)
    const malthe = await atWork(told, 'Malthe')
    await malthe.goto(told.url('/referrals'))
    const list = await told.visit(malthe, '/referrals')
    await follow(malthe, 'Aske', /\/referrals\//)
    expect(await mainText(malthe)).toContain('Sår skiftes dagligt')

    await bente.goto(told.url(`/people/${person}/consents`))
    await press(bente, /Træk tilbage nu: Omsorgsstedet Bæltet/)
    expect(await mainText(bente)).toContain('Trukket tilbage')

    // Both open pages, without anybody reloading them.
    await malthe.getByText('Samtykket er trukket tilbage').waitFor()
    const left = await malthe.content()
    expect(left).not.toMatch(/Aske|Sår skiftes|Lungebetændelse/)
    expect(left).not.toContain(person)
    expect(await mainText(malthe)).toContain('der er intet, I skal gøre')
    await expectNoAxeViolations(malthe)
    await list.getByText('Aske').waitFor({ state: 'detached' })
    for (const path of [`/people/${person}`, `/pathways/${pathway}`]) {
      const answer = await malthe.goto(told.url(path))
      expect(answer?.status(), path).toBe(403)
      expect(await malthe.content()).not.toContain('Aske')
    }
    const again = await malthe.goto(told.url(`/referrals/${referral}`))
    expect(again?.status()).toBe(200)
    expect(await malthe.content()).not.toContain('Aske')
  })
})

describe('a stay that does not go well', () => {
  it('RES-06 an expulsion asks who, why and what instead, and says that there is no appeal to Ankestyrelsen', async () => {
    const malthe = await atWork(told, 'Malthe')
    await malthe.goto(told.url('/house'))
    await follow(malthe, 'Krage', /\/stays\//)
    expect(await mainText(malthe)).toContain(
      'Stedet er privat. En bortvisning herfra kan ikke påklages til Ankestyrelsen.',
    )
    await malthe.getByLabel('Hvordan slutter det?').selectOption({ label: 'Bortvisning' })
    await malthe.getByLabel('Hvor rejser personen hen?').selectOption({ label: 'Herberg' })
    await press(malthe, 'Afslut opholdet')
    const refused = await malthe.getByRole('alert').first().innerText()
    expect(refused).toMatch(/begrundelse/i)
    expect(refused).toMatch(/hvem der har besluttet/)
    expect(refused).toMatch(/tilbudt i stedet/)
    await expectNoAxeViolations(malthe)
    await malthe.locator('textarea[name=reason]').fill('Har truet en anden beboer.')
    await malthe.getByLabel(/Hvem har besluttet/).fill('Malthe Opdigtet')
    await malthe.getByLabel('Hvad er tilbudt i stedet?').fill('En seng på Herberget Bakken.')
    await press(malthe, 'Afslut opholdet', /said=ended/)
    expect(await mainText(malthe)).toContain('Rejst')
    await follow(malthe, 'Forløbet', /\/pathways\//)
    const history = await mainText(malthe)
    expect(history).toMatch(/Bortvist[\s\S]*Har truet en anden beboer\./)
    expect(history).toMatch(/Tilbudt i stedet[\s\S]*Herberget Bakken/)
    await expectNoAxeViolations(malthe)
  })

  it('CAP-03 DIS-03 the room that is held follows when the discharge is moved', async () => {
    const bente = await atWork(told, 'Bente')
    const malthe = await atWork(told, 'Malthe')
    const { pathway } = await begin(told, bente, 'Stue 13', 'Finn')
    const referral = await refer(bente, pathway, house)
    await malthe.goto(told.url(`/referrals/${referral}`))
    await malthe.getByLabel('Fra', { exact: true }).fill(dayFromNow(2))
    await malthe.getByLabel('Til', { exact: true }).fill(dayFromNow(7))
    await press(malthe, 'Modtag, og hold en plads', /\/stays\//)
    const agreed = (text: string) => /Aftalt nu\s+(.*)/.exec(text)?.[1]
    const before = agreed(await mainText(malthe))
    expect(before).toContain('(5 nætter)')

    await bente.goto(told.url(`/pathways/${pathway}/discharge`))
    await bente.getByLabel('Planlagt dag').fill(dayFromNow(4))
    await press(bente, 'Gem planen', /discharge\?said=/)
    expect(await mainText(bente)).toContain('Den reserverede plads er flyttet med datoen.')
    // Without a place to be, a day alone would end on the street: the page says so.
    expect(await mainText(bente)).toContain('Uden et svar ender det på gaden')
    await expectNoAxeViolations(bente)
    const room = malthe.locator('dd', { hasText: before }).first()
    await malthe
      .getByText(before ?? '')
      .nth(1)
      .waitFor({ state: 'detached' })
    expect(await room.count()).toBe(1)
    const after = agreed(await mainText(malthe))
    expect(after).toContain('(5 nætter)')
    expect(after).not.toBe(before)
    expect(await mainText(malthe)).toMatch(new RegExp(`Aftalt først\\s+${before?.slice(0, 12)}`))
    const { rows } = await behind(
      told,
      `SELECT expected_from::text AS from, expected_until::text AS until FROM pathways.stay
       WHERE referral_id = $1 AND status = 'reserved'`,
      [referral],
    )
    expect(rows).toEqual([{ from: dayFromNow(4), until: dayFromNow(9) }])
  })
})

describe('a discharge that does not go well', () => {
  it('DIS-02 a municipality that has appointed nobody is red, and is not chosen silently', async () => {
    const bente = await atWork(told, 'Bente')
    await bente.goto(told.url('/discharge-contacts'))
    const row = bente.locator('main tbody tr', { hasText: 'Odense' })
    expect(await row.locator('.tag--closed').innerText()).toContain('Ingen kontakt')
    expect(await bente.locator('main tbody tr').first().innerText()).toContain('Ingen kontakt')
    const named = bente.locator('main tbody tr', { hasText: 'Kolding' })
    expect(await named.innerText()).toMatch(/Karen Opdigtet[\s\S]*Jonas Opdigtet/)
    await expectNoAxeViolations(bente)

    const signe = await atWork(told, 'Signe', { script: false })
    await flag(signe, 'M2', 'Stue 15')
    await bente.goto(told.url('/flags'))
    await bente
      .locator('tr, article, li', { hasText: 'Stue 15' })
      .last()
      .getByRole('link', { name: /Tag/ })
      .click()
    await bente.waitForURL(/\/take$/)
    await bente.getByLabel('Vil gerne kaldes').fill('Ea')
    const municipality = bente.getByLabel('Kommune', { exact: false }).first()
    await municipality.selectOption({ label: 'Odense (ingen kontakt udpeget)' })
    await press(bente, 'Begynd planen')
    expect(await bente.getByRole('alert').first().innerText()).toContain(
      'Skriv, hvem du har ringet til',
    )
    await bente.getByLabel(/Jeg har ringet til/).fill('Vagthavende i Odense')
    await press(bente, 'Begynd planen', /\/discharge/)
    const pathway = idIn(bente, 'pathways')
    const red = bente.locator('#municipality .notice--error')
    expect(await red.innerText()).toContain('Odense har ikke udpeget nogen kontakt')
    expect(await red.innerText()).toContain('Ring til kommunens hovednummer')
    await expectNoAxeViolations(bente)

    // Not silently later either: only where it is said who was rung instead.
    const person = await personOn(bente)
    await consentTo(bente, person, 'Odense Kommune')
    await bente.goto(told.url(`/pathways/${pathway}/discharge`))
    await bente.getByLabel('Hvem talte du med?').fill('Omstillingen')
    await press(bente, 'Kontakt kommunen')
    expect(await bente.getByRole('alert').first().innerText()).toContain('ingen udpeget kontakt')
    await bente.getByLabel('Hvem talte du med?').fill('Omstillingen')
    await bente.getByLabel(/Jeg har ringet til den/).check()
    await press(bente, 'Kontakt kommunen', /said=noted/)
    expect(await mainText(bente)).toContain('Talt med Omstillingen')
  })

  it('DIS-04 a discharge to the street asks why, who and what was offered; the municipality sees it live, without a name', async () => {
    const bente = await atWork(told, 'Bente')
    const lone = await atWork(told, 'Lone')
    const lars = await atWork(told, 'Lars', { width: 390 })
    for (const page of [lone, lars]) await page.goto(told.url('/notices'))
    const { pathway } = await begin(told, bente, 'Stue 14', 'Sigurd')
    await bente.getByRole('radio', { name: 'Ukendt' }).last().check()
    await press(bente, 'Udskriv')
    const asked = await bente.getByRole('alert').first().innerText()
    for (const missing of ['begrundelse', 'besluttet', 'tilbudt', 'telefonnummer']) {
      expect(asked).toContain(missing)
    }
    await expectNoAxeViolations(bente)
    await bente.getByRole('radio', { name: 'Gaden' }).check()
    await bente.getByLabel('Hvorfor er der ikke et sted?').fill('Sigurd vil ikke på herberg i nat.')
    await bente.getByLabel('Hvem har besluttet det?').fill('Overlæge Opdigtet')
    await bente
      .getByLabel('Hvad er personen blevet tilbudt?')
      .fill('Nødherberget og en taxa dertil.')
    await bente.getByLabel('Dit telefonnummer').fill('00 00 00 61')
    await press(bente, 'Udskriv', /\/discharge/)
    expect(await mainText(bente)).toContain('Hvem har fået besked')
    expect(await mainText(bente)).toContain('Karen Opdigtet')
    await expectNoAxeViolations(bente)

    // On the open pages of the municipality's people: from whom and whom to ring, and not a word about the person.
    for (const page of [lone, lars]) {
      await page.getByText('Udskrevet til gaden').first().waitFor()
      const said = await mainText(page)
      expect(said).toContain('Ring til Bente Opdigtet på 00 00 00 61 nu')
      expect(said).not.toMatch(/Sigurd|herberg i nat|M2|Stue 14/)
      expect(await page.content()).not.toContain(pathway)
    }
    await expectNoAxeViolations(lars)
    await press(lone, 'Jeg har set den')
    await bente.getByText(/Set .* af Lone Opdigtet/).waitFor()

    // The clock runs until somebody has said what was done.
    const board = await told.visit(bente, '/board')
    const clock = board.getByRole('row', { name: /Udskrevet uden et sted at bo.*Kolding/ })
    await clock.first().waitFor()
    await bente.getByLabel('Skriv kort, hvad der er aftalt').fill('Lone henter ham kl. 18.')
    await press(bente, 'Gem og stop uret')
    await clock.first().waitFor({ state: 'detached' })
  })
})
