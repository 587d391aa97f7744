import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../auth/actor.ts'
import { readConfig } from '../config/index.ts'
import { read, write } from '../db/index.ts'
import { type TestSpace, testSpace } from '../testing/index.ts'
import { testKey, testVault } from './factory.ts'
import { assertKey, beginWithKey, createVault, loadKey } from './index.ts'

const refused = (code: string) => expect.objectContaining({ code })

describe('the key', () => {
  let test: TestSpace
  let scratch: string
  const load = (dataDir: string, personKey: string | null = null, said: string[] = []) =>
    loadKey({ dataDir, personKey }, test.url, (line) => said.push(line))

  beforeAll(async () => {
    test = await testSpace()
    scratch = mkdtempSync(join(tmpdir(), 'vaern-key-'))
  })
  afterAll(async () => {
    rmSync(scratch, { recursive: true, force: true })
    await test.close()
  })

  it('comes from the variable where it is given, and then nothing is written', async () => {
    const folder = join(scratch, 'given')
    expect(await load(folder, testKey.toString('base64'))).toEqual(testKey)
    expect(existsSync(folder)).toBe(false)
  })

  it('is made at the first start, for its owner only, and stays', async () => {
    const folder = join(scratch, 'first', 'start')
    const said: string[] = []
    const key = await load(folder, null, said)
    expect(key).toHaveLength(32)
    expect(statSync(join(folder, 'person.key')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['person.key'])
    expect(said).toEqual([expect.stringContaining(join(folder, 'person.key'))])
    expect(said.join()).not.toContain(key.toString('base64'))
    expect(await load(folder, null, said)).toEqual(key)
    expect(said).toHaveLength(1)
  })

  it('is one, however many start together', async () => {
    const folder = join(scratch, 'together')
    const keys = await Promise.all(Array.from({ length: 12 }, () => load(folder)))
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1)
    expect(readdirSync(folder)).toEqual(['person.key'])
  })

  it.each(['', 'kort', testKey.toString('hex'), `${testKey.toString('base64')}x`])(
    'is refused where the file holds something else: "%s"',
    async (text) => {
      const folder = join(scratch, randomBytes(4).toString('hex'))
      mkdirSync(folder)
      writeFileSync(join(folder, 'person.key'), text)
      await expect(load(folder)).rejects.toEqual(refused('person-key-damaged'))
      expect(readFileSync(join(folder, 'person.key'), 'utf8')).toBe(text)
    },
  )

  it('says which folder it is where nothing can be written or read there', async () => {
    const file = join(scratch, 'a-file')
    writeFileSync(file, '')
    const folder = join(file, 'below')
    await expect(load(folder)).rejects.toMatchObject({
      code: 'person-key-folder',
      params: { folder, detail: 'ENOTDIR' },
    })
    const odd = join(scratch, 'odd')
    mkdirSync(join(odd, 'person.key'), { recursive: true })
    await expect(load(odd)).rejects.toMatchObject({ params: { folder: odd, detail: 'EISDIR' } })
  })

  it.each([
    'kort',
    testKey.toString('hex'),
    testKey.toString('base64').slice(0, -1),
    'x'.repeat(44),
  ])(
    'in the variable it is 32 bytes as base64, and what was given is not repeated: "%s"',
    (given) => {
      expect(() => readConfig({ VAERN_PERSON_KEY: given })).toThrow(/VAERN_PERSON_KEY/)
      expect(() => readConfig({ VAERN_PERSON_KEY: given })).not.toThrow(given)
      expect(readConfig({ VAERN_PERSON_KEY: ` ${testKey.toString('base64')}\n` }).personKey).toBe(
        testKey.toString('base64'),
      )
    },
  )
})

describe('the key that a database was begun with', () => {
  let test: TestSpace
  let client: pg.Client
  const other = createVault(Buffer.alloc(32, 1))
  beforeAll(async () => {
    test = await testSpace()
    client = new pg.Client({ connectionString: test.url })
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await test.close()
  })

  it('is noted once; another one is refused and changes nothing', async () => {
    await assertKey(client, other.fingerprint)
    await beginWithKey(client, testVault.fingerprint)
    await beginWithKey(client, testVault.fingerprint)
    await expect(beginWithKey(client, other.fingerprint)).rejects.toEqual(
      refused('person-key-other'),
    )
    await expect(assertKey(client, other.fingerprint)).rejects.toEqual(refused('person-key-other'))
    const { rows } = await client.query('SELECT fingerprint FROM kit.person_key')
    expect(rows).toEqual([{ fingerprint: testVault.fingerprint }])
  })

  it('is not made anew when it has gone missing', async () => {
    const folder = join(tmpdir(), `vaern-key-${randomBytes(4).toString('hex')}`)
    const lost = loadKey({ dataDir: folder, personKey: null }, test.url, () => {})
    await expect(lost).rejects.toEqual(refused('person-key-other'))
    expect(existsSync(folder)).toBe(false)
  })

  it('is read by all and changed by nobody', async () => {
    const seen = await test.space.pool.query('SELECT fingerprint FROM kit.person_key')
    expect(seen.rows).toHaveLength(1)
    for (const statement of [
      "UPDATE kit.person_key SET fingerprint = '0000000000000000'",
      'DELETE FROM kit.person_key',
      "INSERT INTO kit.person_key (only_row, fingerprint) VALUES (true, '0000000000000000')",
    ]) {
      await expect(test.space.pool.query(statement)).rejects.toThrow(
        /permission denied|row-level security|duplicate key/,
      )
    }
    await expect(
      write(test.space, systemActor('test'), (tx) =>
        tx.updateTable('kit.personKey').set({ fingerprint: '0000000000000000' }).execute(),
      ),
    ).rejects.toMatchObject({ code: '42501' })
    expect(
      await read(test.space, systemActor('test'), (tx) =>
        tx.selectFrom('kit.personKey').select('fingerprint').execute(),
      ),
    ).toEqual([{ fingerprint: testVault.fingerprint }])
  })
})
