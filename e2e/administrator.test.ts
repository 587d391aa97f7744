import { afterAll, describe, expect, it } from 'vitest'
import { desk, expectNoAxeViolations, logInAs, story, withoutScript } from './browser.ts'
import { openMailbox } from './mailbox.ts'

/** People, roles, tokens, links and the change log; and how a person gets in. */
const mailbox = await openMailbox()
afterAll(() => mailbox.close())
const told = story({ VAERN_SMTP_URL: mailbox.url })

const ida = 'ida@opdigtet.example'
const inAMonth = (): string => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)

const asAdministrator = async (path: string) => {
  const page = await told.open('/', { viewport: desk })
  await logInAs(page, 'Agnes Opdigtet')
  await page.goto(told.url(path))
  return page
}

describe('an administrator', () => {
  it('SEC-03 adds a person with a role, who logs in by a code from a real mail, once', async () => {
    const page = await asAdministrator('/admin/people/new')
    await page.getByRole('button', { name: 'Tilføj' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Navn').fill('Ida <i>Opdigtet</i>')
    await page.getByLabel('E-mail').fill(ida)
    await page.getByRole('button', { name: 'Tilføj' }).click()
    await page.waitForURL(/\/admin\/people\/[0-9a-f-]{36}/)
    expect(await page.locator('main').innerText()).toContain('Ingen roller')
    await page.getByLabel('Rolle').selectOption('editor')
    await page.getByRole('button', { name: 'Giv en rolle' }).click()
    await expect.poll(() => page.locator('#roles').innerText()).toContain('Redaktør')
    expect(await page.locator('main i').count()).toBe(0)
    await expectNoAxeViolations(page)

    const hers = await told.open('/login', withoutScript)
    await hers.getByLabel('Din e-mailadresse på arbejdet').fill(ida)
    await hers.getByRole('button', { name: 'Send kode' }).click()
    const mail = await mailbox.newest(ida)
    const code = /er (\d{8})\b/.exec(mail)?.[1] ?? ''
    expect(code).not.toBe('')
    expect(mail).toContain('virker i ti minutter')
    await hers.getByLabel('Kode på otte cifre').fill('00000000')
    await hers.getByRole('button', { name: 'Log ind' }).click()
    expect(await hers.getByRole('alert').innerText()).toContain('Koden passer ikke')
    await hers.getByLabel('Kode på otte cifre').fill(code)
    await hers.getByRole('button', { name: 'Log ind' }).click()
    expect(new URL(hers.url()).pathname).not.toContain('login')
    expect(await hers.locator('.who').innerText()).toContain('Redaktør')

    // The same answer for an address that nobody has, and no mail.
    const stranger = await told.open('/login', withoutScript)
    await stranger.getByLabel('Din e-mailadresse på arbejdet').fill('ingen@opdigtet.example')
    await stranger.getByRole('button', { name: 'Send kode' }).click()
    expect(await stranger.locator('h1').innerText()).toBe('Skriv koden')
    expect(mailbox.count('ingen@opdigtet.example')).toBe(0)
  })

  it('SEC-03 adds a passkey on her own device and logs in with it', async () => {
    const page = await told.open('/login')
    const local = told.url('/login').replace('127.0.0.1', 'localhost')
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.goto(local)
    await logInAs(page, 'Rikke Opdigtet')
    await page.goto(local.replace('/login', '/me'))
    await page.getByLabel('Navn på den nye nøgle').fill('Min arbejdstelefon')
    await page.getByRole('button', { name: 'Tilføj adgangsnøgle' }).click()
    await page.getByRole('button', { name: 'Fjern: Min arbejdstelefon' }).waitFor()
    await expectNoAxeViolations(page)
    await page.locator('main').getByRole('button', { name: 'Log ud' }).click()
    await page.waitForURL((url) => !url.pathname.startsWith('/me'))
    await page.goto(local)
    await page.getByRole('button', { name: 'Log ind med adgangsnøgle' }).click()
    await page.waitForURL((url) => !url.pathname.startsWith('/login'))
    expect(await page.locator('.who').innerText()).toContain('Rikke Opdigtet')
  })

  it('SEC-03 makes a token that works at once and is refused at once when it is revoked', async () => {
    const page = await asAdministrator('/admin/tokens')
    await page.getByLabel('Navn').fill('Opdigtet natkørsel')
    await page.getByLabel('Rolle').selectOption('auditor')
    await page.getByLabel('Sidste dag').fill(inAMonth())
    await page.getByRole('button', { name: 'Lav en nøgle' }).click()
    const token = await page.locator('main code').first().innerText()
    expect(token.length).toBeGreaterThan(20)
    const ask = () =>
      fetch(told.url('/api/v1/situation'), { headers: { authorization: `Bearer ${token}` } })
    const status = (await ask()).status
    expect([200, 403]).toContain(status)
    await page.reload()
    expect(await page.content()).not.toContain(token)
    await page
      .locator('tr', { hasText: 'Opdigtet natkørsel' })
      .getByRole('link', { name: 'Træk tilbage' })
      .click()
    await page.getByRole('button', { name: 'Træk tilbage' }).click()
    await page.waitForURL(/\/admin\/tokens$/)
    expect((await ask()).status).toBe(401)
    expect(await page.locator('tr', { hasText: 'Opdigtet natkørsel' }).innerText()).toContain(
      'Trukket tilbage',
    )
  })

  it('SEC-03 reads the change log: who did what, and what it said', async () => {
    const page = await asAdministrator('/admin/changes')
    const row = page.locator('tbody tr').first()
    expect(await row.innerText()).toMatch(/Agnes Opdigtet|Ida|Rikke|access|adgang/i)
    await expectNoAxeViolations(page)
    const auditor = await told.open('/', { viewport: desk })
    await logInAs(auditor, 'Vera Opdigtet')
    await auditor.goto(told.url('/admin/changes'))
    expect(await auditor.locator('tbody tr').count()).toBeGreaterThan(0)
    const refused = await auditor.goto(told.url('/admin/people/new'))
    expect(refused?.status()).toBe(403)
  })

  it('SEC-03 an administrator of one organisation sees and changes nothing of another', async () => {
    const page = await asAdministrator('/admin/people/new')
    const organisations = await page
      .getByLabel('Organisation')
      .locator('option')
      .evaluateAll((all) => all.map((one) => [one.getAttribute('value'), one.textContent]))
    const [mine, other] = organisations.filter(([value, name]) => value && name?.includes('demo'))
    expect(other).toBeDefined()
    const add = async (name: string, organisation: string): Promise<string> => {
      await page.goto(told.url('/admin/people/new'))
      await page.getByLabel('Navn').fill(name)
      await page.getByLabel('E-mail').fill(`${name.split(' ')[0]?.toLowerCase()}@opdigtet.example`)
      await page.getByLabel('Organisation').selectOption(organisation)
      await page.getByRole('button', { name: 'Tilføj' }).click()
      await page.waitForURL(/\/admin\/people\/[0-9a-f-]{36}/)
      return new URL(page.url()).pathname
    }
    const stranger = await add('Fremmed Opdigtet', `${other?.[0]}`)
    await add('Lokal Opdigtet', `${mine?.[0]}`)
    await page.getByLabel('Rolle').selectOption('admin')
    await page.locator('#f-role-organisation').selectOption(`${mine?.[0]}`)
    await page.getByRole('button', { name: 'Giv en rolle' }).click()
    await expect.poll(() => page.locator('#roles').innerText()).toContain('Administrator')

    const local = await told.open('/login', { viewport: desk })
    await local.getByLabel('Din e-mailadresse på arbejdet').fill('lokal@opdigtet.example')
    await local.getByRole('button', { name: 'Send kode' }).click()
    const code = /er (\d{8})\b/.exec(await mailbox.newest('lokal@opdigtet.example'))?.[1] ?? ''
    await local.getByLabel('Kode på otte cifre').fill(code)
    await local.getByRole('button', { name: 'Log ind' }).click()
    await local.waitForURL((url) => !url.pathname.startsWith('/login'))
    await local.goto(told.url('/admin'))
    const people = await local.locator('main').innerText()
    expect(people).toContain('Lokal Opdigtet')
    expect(people).not.toContain('Fremmed Opdigtet')
    expect(people).not.toContain('Agnes Opdigtet')
    expect((await local.goto(told.url(stranger)))?.status()).toBe(404)
    await local.goto(told.url('/admin/tokens'))
    expect(await local.locator('main').innerText()).not.toContain('Opdigtet natkørsel')
    await local.goto(told.url('/admin/changes'))
    expect(await local.locator('main').innerText()).not.toContain('Fremmed')
  })
})
