import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** The browser that the suite found or installed (`CHROMIUM`), without anything that talks to others. */
export const launchBrowser = (): Promise<Browser> => {
  const named = process.env.CHROMIUM ?? '/usr/bin/chromium'
  return chromium.launch({
    ...(existsSync(named) ? { executablePath: named } : {}),
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
