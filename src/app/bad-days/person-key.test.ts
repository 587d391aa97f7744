import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedServer, startEmbedded } from '#kit/db/embedded/index.ts'
import { testKey } from '#kit/vault/factory.ts'
import { start } from '../start.ts'
import { sayStartError } from '../start-errors.ts'
import { startTexts } from '../start-texts.ts'
import { clean, command, lastLine, makeFolder } from './support.ts'

/** The key to data about persons: lost, replaced, damaged. What is sealed must never meet another key. */

const data = join(makeFolder(), 'data')
const keyFile = join(data, 'person.key')
const put = join(data, 'put-away.key')

/** Starts and stops. @returns what is said where it does not start. */
const startOn = async (more: Record<string, string> = {}): Promise<string> => {
  const env = {
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    VAERN_DEMO: '1',
    VAERN_DATA: data,
  }
  try {
    const running = await start({ ...env, ...more }, { jobs: false, quiet: true })
    await running.stop()
    return 'started'
  } catch (error) {
    return `${sayStartError(error, 'da')}\n${sayStartError(error, 'en')}`
  }
}

const said = (text: string, code: keyof typeof startTexts): void => {
  for (const lang of ['da', 'en'] as const) {
    expect(text).toContain(startTexts[code][lang].split('{')[0])
  }
  expect(text).not.toMatch(/\{\w+\}/)
}

/** All that a start could have changed, in every space. */
const everything = async (): Promise<unknown> => {
  const server: EmbeddedServer = await startEmbedded({ dataDir: data, log: () => {} })
  const seen: unknown[] = []
  try {
    for (const database of ['vaern', 'vaern_s_march_2020']) {
      const url = new URL(server.url)
      url.pathname = `/${database}`
      const client = new pg.Client({ connectionString: url.toString() })
      await client.connect()
      const { rows } = await client.query(
        `SELECT (SELECT fingerprint FROM kit.person_key) AS fingerprint,
           (SELECT count(*) FROM kit.migration) AS migrations, (SELECT max(seq) FROM kit.change) AS changes`,
      )
      seen.push(rows[0])
      await client.end()
    }
  } finally {
    await server.stop()
  }
  return seen
}

beforeAll(async () => {
  expect(await startOn()).toBe('started')
}, 120_000)
afterAll(clean, 60_000)

describe('the key to data about persons', () => {
  it('is made at the first start, and every space is begun with it', async () => {
    expect(readFileSync(keyFile, 'utf8')).toHaveLength(45)
    const [live, march] = (await everything()) as { fingerprint: string }[]
    expect(live?.fingerprint).toMatch(/^[0-9a-f]{16}$/)
    expect(march?.fingerprint).toBe(live?.fingerprint)
  }, 60_000)

  it('another key, a lost one, a damaged one: nothing starts, nothing is changed, and the right one mends it', async () => {
    const before = await everything()
    const other = testKey.toString('base64')
    said(await startOn({ VAERN_PERSON_KEY: other }), 'person-key-other')
    renameSync(keyFile, put)
    said(await startOn(), 'person-key-other')
    expect(existsSync(keyFile)).toBe(false)
    // The command line too, in words, and its database does not stay behind.
    const asked = await command(['token', '--role', 'coordinator', '--json'], { VAERN_DATA: data })
    expect(asked.code).toBe(1)
    expect(lastLine(asked)).toMatchObject({
      ok: false,
      error: { code: 'person-key-other', message: startTexts['person-key-other'].en },
    })
    writeFileSync(keyFile, `${other}\n`)
    said(await startOn(), 'person-key-other')
    writeFileSync(keyFile, other.slice(0, 20))
    const damaged = await startOn()
    said(damaged, 'person-key-damaged')
    expect(damaged).toContain(keyFile)
    expect(damaged).not.toContain(other.slice(0, 20))
    expect(await everything()).toEqual(before)
    rmSync(keyFile)
    const right = readFileSync(put, 'utf8')
    expect(await startOn({ VAERN_PERSON_KEY: right })).toBe('started')
    renameSync(put, keyFile)
    expect(await startOn()).toBe('started')
  }, 120_000)

  it('a wrong variable is named, with what it takes, and not repeated', async () => {
    const text = await startOn({ VAERN_PERSON_KEY: 'hemmelig' })
    said(text, 'config')
    expect(text).toContain('VAERN_PERSON_KEY: nøglen til personoplysninger, 32 byte som base64')
    expect(text).not.toContain('hemmelig')
  })

  it('a folder that cannot hold it is named, with what to do instead', async () => {
    const server = await startEmbedded({ dataDir: join(makeFolder(), 'data'), log: () => {} })
    try {
      const text = await startOn({ DATABASE_URL: server.url, VAERN_DATA: '/etc/hostname/vaern' })
      said(text, 'person-key-folder')
      expect(text).toContain('/etc/hostname/vaern (ENOTDIR)')
      expect(text).toContain('VAERN_PERSON_KEY')
    } finally {
      await server.stop()
    }
  }, 60_000)
})
