import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import {
  acceptReferral,
  beginPlan,
  callSocialNurse,
  findPlace,
  readReferral,
  sendReferral,
  showPathway,
} from './screenshots-persons.ts'
import { ensureChromium } from './suite/chromium.ts'
import { root } from './suite/run.ts'

/**
 * `npm run screenshots`: the pictures of the README and the Danish user guide, made from the
 * demonstration (fictional) and the case March 2020, on a database of their own in a temporary folder.
 */
process.env.TZ = 'Europe/Copenhagen'

interface Shot {
  file: string
  path: string
  /** Fictional person of the role picker; nobody is logged in without one. */
  as?: string
  width: number
  /** Pixels from the top; the whole page where it is shorter. */
  height: number
  dark?: boolean
  /** What is done on the page before the picture. */
  first?: (page: Page) => Promise<void>
}

const phone = { width: 390 }
const desk = { width: 1280 }
const tonight = '/find?need=overnight&place=K%C3%B8benhavn&can=no-cpr&can=active-use'
const march = '/s/march-2020'

const shots: Shot[] = [
  { file: 'front-phone', path: '/', ...phone, height: 900 },
  { file: 'result-phone', path: tonight, ...phone, height: 1000 },
  { file: 'result-dark', path: tonight, ...phone, height: 1000, dark: true },
  {
    file: 'result-2020-03-24',
    path: `${march}/find?need=overnight&area=0101&can=no-cpr&can=active-use&at=2020-03-24T22:00`,
    ...phone,
    height: 1000,
  },
  { file: 'report-phone', path: '/report', as: 'Mads Opdigtet', ...phone, height: 1000 },
  {
    file: 'report-why-phone',
    path: '/report',
    as: 'Mads Opdigtet',
    ...phone,
    height: 900,
    first: async (page) => {
      await page.getByRole('link', { name: 'Begrænset' }).click()
      await page.getByRole('button', { name: 'Mangler personale' }).waitFor()
    },
  },
  {
    file: 'report-received-phone',
    path: '/report',
    as: 'Mads Opdigtet',
    ...phone,
    height: 1100,
    first: async (page) => {
      await page.getByRole('link', { name: 'Begrænset' }).click()
      await page.getByRole('button', { name: 'Mangler personale' }).click()
      await page.locator('.notice--success').waitFor()
    },
  },
  { file: 'directory', path: '/directory', as: 'Rikke Opdigtet', ...desk, height: 760 },
  {
    file: 'import-preview',
    path: '/directory/import',
    as: 'Rikke Opdigtet',
    ...desk,
    height: 560,
    first: async (page) => {
      const file =
        'navn;type;organisation;kommune\nOpdigtet varmestue;Varmestue;Opdigtet forening;Aarhus\nOpdigtet natcafé;Natkafé;Opdigtet forening;Aarhus'
      await page.locator('input[type=file]').setInputFiles({
        name: 'tilbud.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(file),
      })
      await page.getByRole('button', { name: 'Se filen igennem' }).click()
      await page.getByText('Intet er gemt').waitFor()
    },
  },
  {
    file: 'situation-2020-03-18',
    path: `${march}/situation?at=2020-03-18T12:00`,
    ...desk,
    height: 1000,
  },
  { file: 'situation-now', path: '/situation', as: 'Dagny Opdigtet', ...desk, height: 1000 },
  { file: 'people', path: '/admin', as: 'Agnes Opdigtet', ...desk, height: 640 },
  // One story, in this order: each picture begins where the one before it ended.
  {
    file: 'flag-phone',
    path: '/flags',
    as: 'Signe Opdigtet',
    ...phone,
    height: 900,
    first: callSocialNurse,
  },
  {
    file: 'flag-take',
    path: '/flags',
    as: 'Bente Opdigtet',
    ...desk,
    height: 1000,
    first: beginPlan,
  },
  {
    file: 'pathway',
    path: '/flags',
    as: 'Bente Opdigtet',
    ...desk,
    height: 1000,
    first: showPathway,
  },
  {
    file: 'pathway-places',
    path: '/people',
    as: 'Bente Opdigtet',
    ...desk,
    height: 900,
    first: findPlace,
  },
  {
    file: 'referral-sent',
    path: '/people',
    as: 'Bente Opdigtet',
    ...desk,
    height: 900,
    first: sendReferral,
  },
  {
    file: 'referral-read',
    path: '/referrals',
    as: 'Malthe Opdigtet',
    ...desk,
    height: 1000,
    first: readReferral,
  },
  {
    file: 'house',
    path: '/referrals',
    as: 'Malthe Opdigtet',
    ...desk,
    height: 800,
    first: acceptReferral,
  },
  { file: 'house-phone', path: '/house', as: 'Malthe Opdigtet', ...phone, height: 1100 },
  { file: 'board', path: '/board', as: 'Malthe Opdigtet', ...desk, height: 900 },
]

const take = async (browser: Browser, base: string, shot: Shot): Promise<string> => {
  const context = await browser.newContext({
    locale: 'da-DK',
    timezoneId: 'Europe/Copenhagen',
    viewport: { width: shot.width, height: shot.height },
    colorScheme: shot.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  try {
    const page = await context.newPage()
    if (shot.as) {
      await page.goto(`${base}/login`)
      await page.getByRole('button', { name: new RegExp(`Log ind som ${shot.as}`) }).click()
      await page.waitForURL((url) => !url.pathname.startsWith('/login'))
    }
    const answer = await page.goto(`${base}${shot.path}`)
    if (answer && !answer.ok()) throw new Error(`${shot.path} answered ${answer.status()}`)
    await shot.first?.(page)
    await page.evaluate(() => document.fonts.ready)
    const path = join(root, 'docs/screenshots', `${shot.file}.png`)
    await page.screenshot({ path })
    return `${shot.file}.png ${Math.round(statSync(path).size / 1000)} kB`
  } finally {
    await context.close()
  }
}

const main = async (): Promise<void> => {
  const found = await ensureChromium((line) => console.log(line))
  if ('problem' in found) throw new Error(found.problem)
  process.env.CHROMIUM = found.path
  // Read after the time zone is set: opening hours are Danish.
  const [{ start }, { launchBrowser }] = await Promise.all([
    import('#app/start.ts'),
    import('../e2e/launch.ts'),
  ])
  const scratch = mkdtempSync(join(tmpdir(), 'vaern-screenshots-'))
  mkdirSync(join(root, 'docs/screenshots'), { recursive: true })
  const wanted = process.argv.slice(2)
  try {
    const app = await start(
      { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', VAERN_DATA: join(scratch, 'data') },
      { quiet: true, rateLimits: false },
    )
    const browser = await launchBrowser()
    try {
      for (const shot of shots) {
        if (wanted.length > 0 && !wanted.includes(shot.file)) continue
        console.log(await take(browser, app.url, shot))
      }
    } finally {
      await browser.close()
      await app.stop()
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

await main()
