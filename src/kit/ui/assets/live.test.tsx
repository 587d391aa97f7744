import { existsSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Assets, Form, loadAssets, renderDocument, StaffPage, TextField } from '../index.ts'

/** A page that counts how often it was made, and a stream to tell it that it is old. */
const streams = new Set<ServerResponse>()
let asked: string[] = []
let made = 0
let assets: Assets
let server: Server
let browser: Browser
let context: BrowserContext
let base = ''

const pageText = (sentBack = false): string =>
  renderDocument(
    <StaffPage
      lang="da"
      title="Prøve"
      href={(path) => path}
      assets={assets}
      topics={['a', 'b']}
      now={new Date()}
      holdsTyped={sentBack}
    >
      <p id="made">{String(++made)}</p>
      <details id="more">
        <summary>Mere</summary>
        indhold
      </details>
      <Form action="/x">
        <TextField lang="da" name="note" label="Note" value={sentBack ? 'sendt' : 'gemt'} />
        <button type="submit">Send</button>
      </Form>
    </StaffPage>,
  )

const publish = (text: string): void => {
  for (const stream of streams) stream.write(text)
}
const changed = (...topics: string[]): string =>
  `id: p.1\nevent: changed\ndata: ${JSON.stringify({ topics })}\n\n`

beforeAll(async () => {
  assets = await loadAssets()
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const file = assets.files.get(url.pathname)
    if (file) {
      response.setHeader('content-type', file.type)
      response.end(file.body)
    } else if (url.pathname === '/api/v1/live') {
      asked.push(url.searchParams.get('topics') ?? '')
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('retry: 100\nid: p.0\n\n')
      streams.add(response)
      response.on('close', () => streams.delete(response))
    } else {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.setHeader(
        'content-security-policy',
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'",
      )
      const sentBack = request.method === 'POST'
      if (sentBack) response.statusCode = 422
      response.end(pageText(sentBack))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  // The suite names the browser it found or installed.
  const named = process.env.CHROMIUM ?? '/usr/bin/chromium'
  browser = await chromium.launch({
    ...(existsSync(named) ? { executablePath: named } : {}),
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  })
})

afterAll(async () => {
  await browser?.close()
  server?.closeAllConnections()
  server?.close()
})

beforeEach(async () => {
  await context?.close()
  asked = []
  context = await browser.newContext()
})

const open = async (errors: string[] = []): Promise<Page> => {
  const page = await context.newPage()
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(String(error)))
  await page.goto(`${base}/`)
  await expect.poll(() => streams.size).toBeGreaterThan(0)
  return page
}
const madeOn = (page: Page): Promise<string | null> => page.textContent('#made')

describe('live pages', () => {
  it('refresh themselves in place when a topic of theirs changed', async () => {
    const errors: string[] = []
    const page = await open(errors)
    await page.evaluate(() => Object.assign(window, { same: true }))
    await page.click('#more summary')
    await page.locator('#more summary').blur()
    const before = await madeOn(page)
    publish(changed('b'))
    await expect.poll(() => madeOn(page), { timeout: 2000 }).not.toBe(before)
    expect(await page.evaluate(() => 'same' in window)).toBe(true)
    expect(await page.getAttribute('#more', 'open')).not.toBeNull()
    expect(errors.filter((text) => !text.includes('favicon'))).toEqual([])
  })

  it('stand still when another topic changed', async () => {
    const page = await open()
    const before = await madeOn(page)
    publish(changed('other'))
    await page.waitForTimeout(900)
    expect(await madeOn(page)).toBe(before)
  })

  it('never take what somebody is typing, and offer to update instead', async () => {
    const page = await open()
    await page.fill('[name=note]', 'halvvejs')
    await page.locator('[name=note]').blur()
    const before = await madeOn(page)
    publish(changed('a'))
    await page.waitForSelector('[data-live-update] button', { state: 'visible' })
    expect(await madeOn(page)).toBe(before)
    expect(await page.inputValue('[name=note]')).toBe('halvvejs')
    await page.click('[data-live-update] button')
    await expect.poll(() => madeOn(page)).not.toBe(before)
    await page.waitForSelector('[data-live-update] button', { state: 'hidden' })
  })

  it('never take a form that was sent back, where what was typed stands as if it were stored', async () => {
    const page = await open()
    await page.fill('[name=note]', 'sendt')
    await page.click('main button[type=submit]')
    await page.waitForSelector('meta[name=vaern-typed]', { state: 'attached' })
    const before = await madeOn(page)
    publish(changed('a'))
    await page.waitForSelector('[data-live-update] button', { state: 'visible' })
    expect(await madeOn(page)).toBe(before)
    expect(await page.inputValue('[name=note]')).toBe('sendt')
    await page.click('[data-live-update] button')
    await expect.poll(() => madeOn(page)).not.toBe(before)
    expect(await page.locator('meta[name=vaern-typed]').count()).toBe(0)
    const anew = await madeOn(page)
    publish(changed('a'))
    await expect.poll(() => madeOn(page), { timeout: 3000 }).not.toBe(anew)
  })

  it('catch up by themselves when the field is left as it was', async () => {
    const page = await open()
    await page.focus('[name=note]')
    const before = await madeOn(page)
    publish(changed('a'))
    await page.waitForTimeout(900)
    expect(await madeOn(page)).toBe(before)
    await page.locator('[name=note]').blur()
    await expect.poll(() => madeOn(page), { timeout: 3000 }).not.toBe(before)
  })

  it('share one stream per browser', async () => {
    const [first, second] = [await open(), await open()]
    await second.waitForTimeout(300)
    expect(streams.size).toBe(1)
    const before = await madeOn(second)
    publish(changed('a'))
    await expect.poll(() => madeOn(second), { timeout: 2000 }).not.toBe(before)
    await first.close()
    await expect.poll(() => streams.size, { timeout: 3000 }).toBe(1)
    expect(asked.at(-1)).toBe('a,b')
  })
})
