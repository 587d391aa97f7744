import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { explain } from './errors.ts'
import { StartError, startErrorText, startErrorTexts } from './index.ts'
import { clean, makeFolder, query, start } from './testing/harness.ts'

const failure = (folder: string): Promise<StartError> =>
  start(folder).then(
    () => {
      throw new Error('It started')
    },
    (error: StartError) => error,
  )

/** Mounts a small disk, when this machine lets us. */
const mount = (folder: string, options: string): boolean =>
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0
const unmount = (folder: string): void => {
  spawnSync('umount', ['-l', folder])
}
const trial = makeFolder()
const canMount = mount(trial, 'size=1m')
if (canMount) unmount(trial)

describe('a start that cannot succeed says why', () => {
  afterEach(clean)

  it.runIf(canMount)('when the disk is full', async () => {
    const folder = makeFolder()
    mount(folder, 'size=20m')
    try {
      const error = await failure(folder)
      expect(error).toBeInstanceOf(StartError)
      expect(error.code).toBe('embedded-disk-full')
      expect(startErrorText(error, 'da')).toContain('Der er ikke plads nok på disken')
      expect(error.message).toContain(folder)
    } finally {
      unmount(folder)
    }
  })

  it.runIf(canMount)('when the disk has filled up since, and loses nothing by it', async () => {
    const folder = makeFolder()
    mount(folder, 'size=220m')
    try {
      const first = await start(folder)
      await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one')
      await first.stop()
      const filler = join(folder, 'filler')
      expect(() => writeFileSync(filler, Buffer.alloc(220_000_000))).toThrow('ENOSPC')
      expect((await failure(folder)).code).toBe('embedded-disk-full')
      rmSync(filler)
      const second = await start(folder)
      expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
      await second.stop()
    } finally {
      unmount(folder)
    }
  })

  it.runIf(canMount)('when the data folder is read-only', async () => {
    const folder = makeFolder()
    mount(folder, 'size=20m,ro')
    try {
      expect((await failure(folder)).code).toBe('embedded-read-only')
    } finally {
      unmount(folder)
    }
  })

  it('when the data folder is a file', async () => {
    const file = join(makeFolder(), 'file')
    writeFileSync(file, '')
    expect((await failure(file)).code).toBe('embedded-read-only')
  })

  it('when the disk or the port fails in another way that PostgreSQL tells', () => {
    const place = { folder: '/data', log: '/data/postgres.log', port: 20_001 }
    const codeOf = (output: string): string => explain(new Error('x'), { ...place, output }).code
    expect(codeOf('PANIC:  could not write to file "pg_wal/x": No space left on device')).toBe(
      'embedded-disk-full',
    )
    expect(codeOf('FATAL:  could not create any TCP/IP sockets')).toBe('embedded-port')
    expect(codeOf('FATAL:  could not open file "x": Permission denied')).toBe('embedded-read-only')
    expect(codeOf('FATAL:  something else')).toBe('embedded-failed')
    expect(explain(Object.assign(new Error('y'), { code: 'EROFS' }), place).code).toBe(
      'embedded-read-only',
    )
  })

  it('in both languages, with every parameter filled in', () => {
    const since = '2020-03-24T20:48:00.000Z'
    const error = new StartError('embedded-second-app', { folder: '/data', pid: 7, since })
    expect(startErrorText(error, 'da')).toContain('24. marts 2020 kl. 21.48')
    expect(error.message).toContain('24 March 2020 at 21:48')
    for (const { da, en } of Object.values(startErrorTexts)) {
      const params = (text: string): string[] => text.match(/\{\w+\}/g)?.sort() ?? []
      expect(params(da)).toEqual(params(en))
    }
  })
})

describe('an existing database that does not fit', () => {
  let folder: string
  beforeAll(async () => {
    folder = makeFolder()
    const server = await start(folder)
    await server.stop()
  })
  afterAll(clean)

  const withFile = async (name: string, text: string | null): Promise<string> => {
    const file = join(folder, name)
    const before = readFileSync(file)
    if (text === null) rmSync(file)
    else writeFileSync(file, text)
    try {
      return (await failure(folder)).code
    } finally {
      writeFileSync(file, before, { mode: 0o600 })
    }
  }

  it('is refused when it is newer, older, damaged or not ours', async () => {
    expect(await withFile('postgres/PG_VERSION', '99\n')).toBe('embedded-data-newer')
    expect(await withFile('postgres/PG_VERSION', '15\n')).toBe('embedded-data-older')
    expect(await withFile('postgres/PG_VERSION', null)).toBe('embedded-damaged')
    expect(await withFile('embedded.json', null)).toBe('embedded-not-ours')
    const foreign = JSON.stringify({ superuser: 'another', owner: 'another', port: 0 })
    expect(await withFile('embedded.json', foreign)).toBe('embedded-not-ours')
  })

  it('starts on another port when its own was taken meanwhile', async () => {
    const { port } = JSON.parse(readFileSync(join(folder, 'embedded.json'), 'utf8')) as {
      port: number
    }
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    try {
      const server = await start(folder)
      expect(new URL(server.url).port).not.toBe(String(port))
      await server.stop()
    } finally {
      other.close()
    }
  })

  it('starts again when nothing is wrong any more, also below a folder that is made on the way', async () => {
    const server = await start(folder)
    expect(server.attached).toBe(false)
    await server.stop()
    mkdirSync(join(folder, 'a'))
    const nested = await start(join(folder, 'a', 'b', 'æ ø å & 100 %'))
    expect(await query(nested.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
    await nested.stop()
    const long = await start(join(folder, 'a', 'long'.repeat(30)))
    expect(long.url).not.toContain('?host=')
    expect(await query(long.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
    await long.stop()
  })
})
