import { spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedServer, startEmbedded } from '#kit/db/embedded/index.ts'
import { testKey } from '#kit/vault/factory.ts'
import { start } from '../start.ts'
import { sayStartError } from '../start-errors.ts'
import { startTexts } from '../start-texts.ts'
import { clean, type Ended, failToStart, makeFolder } from './support.ts'

/** A start that cannot succeed: exit code 1 and, in both languages, what is wrong and what to do. */

let server: EmbeddedServer
let admin: pg.Client
/** A connection string to the given database as the given user. */
const urlOf = (database: string, user = 'plain', password = 'plain'): string => {
  const url = new URL(server.adminUrl)
  const port = url.port || url.searchParams.get('port')
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`
}

beforeAll(async () => {
  server = await startEmbedded({ dataDir: join(makeFolder(), 'data'), log: () => {} })
  admin = new pg.Client({ connectionString: server.adminUrl })
  await admin.connect()
  await admin.query("CREATE ROLE plain LOGIN PASSWORD 'plain' NOCREATEDB NOCREATEROLE")
  await admin.query("CREATE ROLE boss LOGIN PASSWORD 'boss' SUPERUSER")
  for (const name of ['owned', 'latin', 'super']) {
    await admin.query(
      `CREATE DATABASE ${name} OWNER plain ${name === 'latin' ? "ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0" : ''}`,
    )
  }
}, 90_000)
afterAll(async () => {
  await admin?.end()
  await server?.stop()
  await clean()
})

const said = (ended: Ended, code: keyof typeof startTexts): void => {
  expect(ended.code).toBe(1)
  for (const lang of ['da', 'en'] as const) {
    // The part before the first parameter.
    const [opening = ''] = startTexts[code][lang].split('{')
    expect(ended.err).toContain(opening)
  }
  expect(ended.err).not.toMatch(/\n\s+at |\{\w+\}/)
}
const key = { VAERN_PERSON_KEY: testKey.toString('base64') }
/** The same in this process, which is quicker; what is printed is what `main.ts` prints. */
const withUrl = async (url: string, more: Record<string, string> = {}): Promise<Ended> => {
  const env = {
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    DATABASE_URL: url,
    ...key,
    ...more,
  }
  try {
    const running = await start(env, { jobs: false, quiet: true })
    await running.stop()
    return { code: 0, out: '', err: '' }
  } catch (error) {
    return { code: 1, out: '', err: `${sayStartError(error, 'da')}\n${sayStartError(error, 'en')}` }
  }
}

describe('a start that cannot succeed', () => {
  it('wrong configuration names each variable, what it takes, and repeats no password', async () => {
    const ended = await failToStart({
      PORT: 'eighty',
      VAERN_BASE_URL: 'vaern.example',
      DATABASE_URL: 'mysql://user:secret@host/db',
    })
    said(ended, 'config')
    expect(ended.err).toContain('PORT: et helt tal fra 0 til 65535 (fik "eighty")')
    expect(ended.err).toContain('VAERN_BASE_URL')
    expect(ended.err).not.toContain('secret')
  }, 30_000)

  it('DATABASE_URL that nobody can read, that names no database, that leads nowhere', async () => {
    const [unreadable, unnamed, nowhere] = await Promise.all([
      withUrl('postgresql://user:p#ss@host:port/db'),
      withUrl('postgresql://user:secret@127.0.0.1:5432/'),
      failToStart({ DATABASE_URL: 'postgresql://user:secret@127.0.0.1:1/db' }),
    ])
    said(unreadable, 'database-url')
    said(unnamed, 'database-unnamed')
    said(nowhere, 'database-unreachable')
    expect(nowhere.err).toContain('127.0.0.1:1/db')
    expect(nowhere.err).not.toContain('secret')
  }, 30_000)

  it('a wrong password, a missing database, one that does not hold every letter', async () => {
    const [password, missing, latin] = await Promise.all([
      withUrl(urlOf('owned', 'plain', 'wrong')),
      withUrl(urlOf('nowhere')),
      withUrl(urlOf('latin')),
    ])
    said(password, 'database-login')
    said(missing, 'database-missing')
    expect(missing.err).toContain('CREATE DATABASE "nowhere" OWNER "plain"')
    said(latin, 'database-encoding')
  }, 30_000)

  it('a PostgreSQL that is too old', async () => {
    const old = await fakePostgres(14)
    try {
      const { port } = old.address() as { port: number }
      const ended = await withUrl(`postgresql://u:p@127.0.0.1:${port}/db`)
      said(ended, 'database-old')
      expect(ended.err).toContain('PostgreSQL 14')
    } finally {
      old.close()
    }
  }, 30_000)

  it('a user who may not make the role; a role that row-level security does not bind; a user who owns nothing', async () => {
    const without = await withUrl(urlOf('owned'))
    said(without, 'role-missing')
    expect(without.err).toContain('GRANT vaern_app TO "plain"')
    await admin.query('CREATE ROLE vaern_app NOLOGIN BYPASSRLS; GRANT vaern_app TO plain')
    said(await withUrl(urlOf('owned')), 'role-unbound')
    await admin.query('ALTER ROLE vaern_app NOBYPASSRLS; ALTER DATABASE owned OWNER TO boss')
    said(await withUrl(urlOf('owned')), 'database-rights')
  }, 60_000)

  it('a port that is taken', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as { port: number }
    await admin.query('ALTER DATABASE owned OWNER TO plain')
    try {
      const ended = await withUrl(urlOf('owned'), { PORT: String(port) })
      said(ended, 'port-taken')
      expect(ended.err).toContain(String(port))
    } finally {
      taken.close()
    }
  }, 60_000)

  it('a data folder that cannot be made, without a stack', async () => {
    const ended = await failToStart({ VAERN_DATA: '/etc/hostname/vaern' })
    expect(ended.code).toBe(1)
    expect(ended.err).toContain('Der kan ikke skrives i datamappen /etc/hostname/vaern')
    expect(ended.err).not.toMatch(/\n\s+at /)
  }, 30_000)

  it.runIf(process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0)(
    'a disk that is full',
    async () => {
      const folder = makeFolder()
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', folder])
      if (mounted.status !== 0) return
      try {
        const ended = await failToStart({ VAERN_DATA: folder })
        expect(ended.code).toBe(1)
        expect(ended.err).toContain('Der er ikke plads nok på disken')
      } finally {
        spawnSync('umount', ['-l', folder])
      }
    },
    30_000,
  )
})

describe('a superuser as DATABASE_URL', () => {
  it('SEC-03 is warned about, and every request is bound by row-level security all the same', async () => {
    const lines: string[] = []
    const log = console.log
    console.log = (line: string) => lines.push(line)
    const app = await start(
      {
        PORT: '0',
        HOST: '127.0.0.1',
        LOG_LEVEL: 'silent',
        VAERN_DEMO: '1',
        DATABASE_URL: urlOf('super', 'boss', 'boss'),
        ...key,
      },
      { jobs: false },
    ).finally(() => {
      console.log = log
    })
    try {
      expect(lines.join('\n')).toContain('superuser')
      const { pool } = app.spaces.live
      const { rows } = await pool.query(
        `SELECT current_user AS me, (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user) AS free,
           (SELECT count(*)::int FROM access.account) AS accounts, (SELECT count(*)::int FROM kit.change) AS changes`,
      )
      expect(rows[0]).toEqual({ me: 'vaern_app', free: false, accounts: 0, changes: 0 })
      await expect(pool.query('DELETE FROM kit.change')).rejects.toMatchObject({ code: '42501' })
      await expect(
        pool.query("INSERT INTO access.account (name) VALUES ('Angriber')"),
      ).rejects.toMatchObject({ code: '42501' })
      const there = await admin.query(
        "SELECT 1 FROM pg_database WHERE datname LIKE 'super\\_s\\_%'",
      )
      expect(there.rows).toHaveLength(1)
    } finally {
      await app.stop()
    }
  }, 60_000)
})

/** As much of PostgreSQL's protocol as it takes to tell an old version. */
const fakePostgres = (major: number): Promise<Server> => {
  const message = (type: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(5)
    head.write(type)
    head.writeInt32BE(body.length + 4, 1)
    return Buffer.concat([head, body])
  }
  const int16 = (n: number) => Buffer.from([n >> 8, n & 255])
  const int32 = (n: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeInt32BE(n)
    return bytes
  }
  const column = (name: string) =>
    Buffer.concat([
      Buffer.from(`${name}\0`),
      int32(0),
      int16(0),
      int32(25),
      int16(-1),
      int32(-1),
      int16(0),
    ])
  const cell = (text: string) => Buffer.concat([int32(text.length), Buffer.from(text)])
  const ready = message('Z', Buffer.from('I'))
  const fake = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), ready]))
      socket.on('data', (asked) => {
        if (asked[0] !== 'Q'.charCodeAt(0)) return
        socket.write(
          Buffer.concat([
            message('T', Buffer.concat([int16(2), column('version'), column('encoding')])),
            message('D', Buffer.concat([int16(2), cell(`${major}0005`), cell('UTF8')])),
            message('C', Buffer.from('SELECT 1\0')),
            ready,
          ]),
        )
      })
    })
  })
  return new Promise((resolve) => fake.listen(0, '127.0.0.1', () => resolve(fake)))
}
