import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { isRoot, run, runNode } from './run.ts'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Path of an installed Chromium or Chrome: the one named by `CHROMIUM`, a usual place, Playwright's own. */
export const findChromium = (): string | null =>
  [process.env.CHROMIUM, ...usual, chromium.executablePath()].find(
    (path): path is string => path !== undefined && path !== '' && existsSync(path),
  ) ?? null

/**
 * Finds Chromium or installs it: by apt as root on Debian and its relatives, else by
 * Playwright's download into the user's own cache.
 * @returns the path, or what went wrong.
 */
export const ensureChromium = async (
  say: (line: string) => void,
): Promise<{ path: string } | { problem: string }> => {
  const found = findChromium()
  if (found) return { path: found }
  const problems: string[] = []
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    say('Installing Chromium by apt-get')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-qq'], { env })
    const { output } = await run('apt-get', ['install', '-y', '-qq', 'chromium'], { env })
    const installed = findChromium()
    if (installed) return { path: installed }
    problems.push(output)
  }
  say("Downloading Chromium by Playwright's installer")
  const { output } = await runNode('node_modules/playwright-core/cli.js', ['install', 'chromium'])
  const downloaded = findChromium()
  if (downloaded) return { path: downloaded }
  return { problem: [...problems, output].join('\n').trim().slice(-2_000) }
}
