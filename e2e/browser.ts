import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import { startTestApp, type TestApp } from '#app/testing/app.ts'
import { launchBrowser } from './launch.ts'

/** Sizes that the stories are told at. */
export const phone = { width: 390, height: 844 }
export const smallPhone = { width: 320, height: 640 }
export const desk = { width: 1280, height: 900 }

export interface Story {
  /** The running application; its own database, both worlds loaded. */
  app: TestApp
  browser: Browser
  /** A page of its own browser context: nobody else's cookies. Closed when the test ends. */
  open: (path: string, options?: BrowserContextOptions) => Promise<Page>
  /** Another page of somebody who is there already (same cookies). */
  visit: (page: Page, path: string) => Promise<Page>
  /** Text of an address, asked without a browser. */
  text: (path: string, init?: RequestInit) => Promise<string>
  json: <T>(path: string, init?: RequestInit) => Promise<T>
  url: (path: string) => string
}

/** One application and one browser for a file of stories. */
export const story = (env: Record<string, string | undefined> = {}): Story => {
  // Whole stories, beside another file's browser on two cores.
  vi.setConfig({ testTimeout: 60_000 })
  const contexts: BrowserContext[] = []
  const told: Partial<Pick<Story, 'app' | 'browser'>> = {}
  const url = (path: string): string => new URL(path, told.app?.url).toString()
  const self: Story = {
    get app() {
      return told.app as TestApp
    },
    get browser() {
      return told.browser as Browser
    },
    url,
    open: async (path, options = {}) => {
      const context = await self.browser.newContext({
        locale: 'da-DK',
        timezoneId: 'Europe/Copenhagen',
        viewport: phone,
        ...options,
      })
      context.setDefaultTimeout(10_000)
      contexts.push(context)
      const page = await context.newPage()
      await arrive(page, url(path))
      return page
    },
    visit: async (page, path) => {
      const next = await page.context().newPage()
      await next.goto(url(path))
      return next
    },
    text: async (path, init) => (await fetch(url(path), init)).text(),
    json: async <T>(path: string, init?: RequestInit) =>
      (await (await fetch(url(path), init)).json()) as T,
  }
  beforeAll(async () => {
    const [app, browser] = await Promise.all([startTestApp(env), launchBrowser()])
    Object.assign(told, { app, browser })
  }, 90_000)
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()))
  })
  afterAll(async () => {
    await told.browser?.close()
    await told.app?.stop()
  })
  return self
}

/** Opens an address as a patient reader does: a busy machine that answers 503 is asked again. */
const arrive = async (page: Page, address: string): Promise<void> => {
  for (let tries = 0; tries < 5; tries++) {
    const answer = await page.goto(address)
    if (answer?.status() !== 503) return
    await page.waitForTimeout(1_500)
  }
}

/** Logs in by the demonstration's role picker, and waits for the page that this role begins on. */
export const logInAs = async (page: Page, name: string): Promise<void> => {
  await arrive(page, new URL('/login', page.url()).toString())
  await page.getByRole('button', { name: new RegExp(`Log ind som ${name}`) }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/login'))
}

/**
 * WCAG 2.2 A and AA and axe's best practice; says which rule and which element. A page that others are just changing
 * marks itself busy meanwhile: it is judged when it has come to rest.
 */
export const expectNoAxeViolations = async (page: Page): Promise<void> => {
  let said: string[] = []
  for (let tries = 0; tries < 5; tries++) {
    await page.locator('html[aria-busy]').waitFor({ state: 'detached' })
    said = await axeViolations(page)
    if (!said.some((violation) => /<html[^>]* aria-busy/.test(violation))) break
  }
  expect(said).toEqual([])
}

const axeViolations = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    // By default axe runs in a page that it opens itself; these pages allow no such frame.
    .setLegacyMode()
    .analyze()
  return violations.map(
    (violation) =>
      `${violation.id}: ${violation.help}\n  ${violation.nodes
        .slice(0, 5)
        .map((node) => node.html.slice(0, 200))
        .join('\n  ')}`,
  )
}

/** Nothing sticks out to the right: a phone never scrolls sideways. */
export const expectNoSidewaysScroll = async (page: Page): Promise<void> => {
  const { inner, outer } = await page.evaluate(() => ({
    inner: document.documentElement.scrollWidth,
    outer: document.documentElement.clientWidth,
  }))
  expect(inner).toBeLessThanOrEqual(outer)
}

/**
 * Elements whose text is cut: higher or wider than the box that hides what sticks out. Text for
 * screen readers alone is cut on purpose.
 */
export const cutTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main *')]
      .filter((element) => {
        const style = getComputedStyle(element)
        if (style.overflowX !== 'hidden' && style.overflowY !== 'hidden') return false
        if (element.closest('.sr-only') || element.clientWidth <= 1) return false
        return (
          element.scrollWidth > element.clientWidth + 1 ||
          element.scrollHeight > element.clientHeight + 1
        )
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  )

/** Text at twice its size, as a reader sets it in the browser. */
export const doubleText = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    document.documentElement.style.fontSize = `${size * 2}px`
  })

/** Everything that a first visit fetches: how many bytes over the wire, and of which types. */
export const weigh = async (
  page: Page,
  address: string,
): Promise<{ bytes: number; types: string[] }> => {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
  let bytes = 0
  const types: string[] = []
  devtools.on('Network.loadingFinished', (event) => {
    bytes += event.encodedDataLength
  })
  devtools.on('Network.responseReceived', (event) => types.push(event.type))
  await page.goto(address, { waitUntil: 'networkidle' })
  await devtools.detach()
  return { bytes, types }
}

/** A person without script, as on an old phone or a kiosk. */
export const withoutScript: BrowserContextOptions = { javaScriptEnabled: false }
