import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { findEmbedded } from '#kit/db/embedded/index.ts'
import {
  ask,
  type Child,
  clean,
  command,
  databasePid,
  failToStart,
  lastLine,
  launchApp,
  makeFolder,
  report,
  startApp,
  until,
} from './support.ts'

/** The real app in processes of its own: killed, stopped, started twice, and two on one database. */

const folder = makeFolder()
const data = join(folder, 'data')
const env = { VAERN_DATA: data, VAERN_DEMO: '1' }
let app: Child
let service: string
let token: string

/** As the database's superuser: to look behind the scenes. */
const behind = async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []) => {
  const found = await findEmbedded(data)
  const client = new pg.Client({ connectionString: found?.url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<T>(sql, values)).rows
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  app = await startApp(env)
  // A machine that is busy with other tests may be turned away at first.
  service = await until('a place is told', async () => {
    const { places } = (await (await ask(app.url, '/api/v1/places?limit=1')).json()) as {
      places?: { id: string }[]
    }
    return places?.[0]?.id
  })
}, 120_000)
afterAll(clean, 60_000)

const makeToken = async (args: string[]): Promise<string> => {
  const made = await command(['token', ...args, '--json'], env)
  expect(made.code, made.err).toBe(0)
  return String(lastLine(made).token)
}

interface Sent {
  key: string
  acknowledged: string | null
}

/** Reports one after another, each with its own key, until told to stop; remembers what was acknowledged. */
const streamReports = (base: string) => {
  const sent: Sent[] = []
  let going = true
  const run = async () => {
    while (going) {
      const one: Sent = { key: randomUUID(), acknowledged: null }
      sent.push(one)
      const body = { status: 'limited', reason: 'staff-shortage', note: one.key }
      try {
        const answer = await report(base, token, service, body, one.key)
        if (answer.status === 201) one.acknowledged = ((await answer.json()) as { id: string }).id
      } catch {
        // Cut off in the middle: sent again below.
      }
      // Below the limit of writes per minute, also while nothing is received.
      await wait(300)
    }
  }
  const all = Promise.all([run(), run(), run()])
  return {
    sent,
    stop: async () => {
      going = false
      await all
      return sent
    },
  }
}

/** Everything acknowledged is there once; what was not is sent again with its key, and is there once too. */
const proveKept = async (sent: Sent[]): Promise<void> => {
  for (const one of sent) {
    if (one.acknowledged !== null) continue
    const body = { status: 'limited', reason: 'staff-shortage', note: one.key }
    const answer = await until('a retry is received', async () => {
      const tried = await report(app.url, token, service, body, one.key).catch(() => null)
      if (tried?.status !== 201) await wait(500)
      return tried?.status === 201 ? tried : null
    })
    one.acknowledged = ((await answer.json()) as { id: string }).id
  }
  const rows = await behind<{ id: string; note: string; n: number }>(
    `SELECT min(id::text) AS id, note, count(*)::int AS n FROM services.report
     WHERE service_id = $1 AND note IS NOT NULL GROUP BY note`,
    [service],
  )
  const found = new Map(rows.map((row) => [row.note, row]))
  for (const one of sent) {
    expect(found.get(one.key)?.n, one.key).toBe(1)
    expect(found.get(one.key)?.id).toBe(one.acknowledged)
  }
  const verified = await command(['audit', 'verify', '--json'], env)
  expect(lastLine(verified), verified.err).toMatchObject({ ok: true })
}

const enough = (sent: Sent[], n: number) =>
  until(`${n} reports acknowledged`, () => sent.filter((one) => one.acknowledged).length >= n)

describe('the app and its database, killed in the middle of reports', () => {
  it('commands work while the app runs: a token, a dry import, the log verified; the last line is JSON', async () => {
    token = await makeToken(['--role', 'service-staff', '--service', service])
    const file = join(folder, 'services.csv')
    writeFileSync(file, 'navn;type;organisation\n=1+1;shelter;Findes ikke\n')
    const tried = await command(['import', 'services', file, '--dry-run', '--json'], env)
    expect(tried.code).toBe(1)
    expect(lastLine(tried)).toMatchObject({ ok: false })
    const wrong = await command(['nonsense', '--json'], env)
    expect(wrong.code).toBe(2)
    expect(lastLine(wrong)).toMatchObject({ ok: false, error: { code: 'unknown-command' } })
    expect((await report(app.url, token, service)).status).toBe(201)
  }, 60_000)

  it('kill -9 of the database: it comes back, nothing acknowledged is lost, the app stays up', async () => {
    const stream = streamReports(app.url)
    await enough(stream.sent, 15)
    const before = databasePid(data)
    process.kill(before, 'SIGKILL')
    const atKill = stream.sent.length
    await until(
      'reports again',
      () => stream.sent.slice(atKill).some((one) => one.acknowledged !== null),
      40,
    )
    const sent = await stream.stop()
    expect(app.process.exitCode).toBeNull()
    expect(databasePid(data)).not.toBe(before)
    await proveKept(sent)
  }, 90_000)

  it('kill -9 of the app: the next start finds the database and every acknowledged report', async () => {
    const jobs = await behind<{ name: string }>('SELECT name FROM pgboss.schedule ORDER BY name')
    expect(jobs.map(({ name }) => name)).toContain('seal-changes')
    const stream = streamReports(app.url)
    await enough(stream.sent, 15)
    app.process.kill('SIGKILL')
    await app.ended
    const sent = await stream.stop()
    app = await startApp(env)
    expect(app.out()).toContain('found running')
    await proveKept(sent)
    const after = await behind<{ name: string }>('SELECT name FROM pgboss.schedule ORDER BY name')
    expect(after).toEqual(jobs)
  }, 90_000)

  it('kill -9 of both', async () => {
    const stream = streamReports(app.url)
    await enough(stream.sent, 15)
    app.process.kill('SIGKILL')
    process.kill(databasePid(data), 'SIGKILL')
    await app.ended
    const sent = await stream.stop()
    app = await startApp(env)
    await proveKept(sent)
  }, 90_000)

  it('a second app on the same folder is refused in both languages, and the first goes on', async () => {
    const second = await failToStart(env)
    expect(second.code).toBe(1)
    expect(second.err).toContain('Værn kører allerede på datamappen')
    expect(second.err).toContain('Værn is already running on the data folder')
    expect(second.err).not.toMatch(/\n\s+at /)
    expect((await ask(app.url, '/health')).status).toBe(200)
  }, 30_000)

  it('SIGTERM: the request that runs is finished, the database stops, exit code 0; commands work without the app', async () => {
    const pid = databasePid(data)
    // A report whose body is still on its way when the signal comes.
    const body = JSON.stringify({ status: 'open' })
    const answered = new Promise<number>((resolve, reject) => {
      const sending = httpRequest(
        `${app.url}/api/v1/services/${service}/reports`,
        {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            'idempotency-key': randomUUID(),
          },
        },
        (answer) => {
          answer.resume()
          answer.once('end', () => resolve(answer.statusCode ?? 0))
        },
      )
      sending.once('error', reject)
      sending.write(body.slice(0, 5))
      setTimeout(() => app.process.kill('SIGTERM'), 200)
      setTimeout(() => sending.end(body.slice(5)), 700)
    })
    expect(await answered).toBe(201)
    expect((await app.ended).code).toBe(0)
    expect(() => process.kill(pid, 0)).toThrow()
    const made = await makeToken(['--role', 'coordinator', '--area', 'dk'])
    expect(made).toMatch(/^vaern_/)
    const verified = await command(['audit', 'verify', '--json'], env)
    expect(lastLine(verified)).toMatchObject({ ok: true })
    expect(() => readFileSync(join(data, 'postgres', 'postmaster.pid'))).toThrow()
  }, 60_000)

  it('SIGINT while it starts leaves nothing behind', async () => {
    const starting = launchApp(env)
    await until('its database runs', () => starting.out().includes('PostgreSQL started'))
    starting.process.kill('SIGINT')
    // Nobody waits for the first one to take effect.
    starting.process.kill('SIGINT')
    expect((await starting.ended).code).toBe(0)
    expect(() => readFileSync(join(data, 'postgres', 'postmaster.pid'))).toThrow()
  }, 60_000)
})

describe('two processes on one database of your own', () => {
  let a: Child
  let b: Child
  let url: string
  let name: string

  const onServer = async (sql: string) => {
    const server = (await (await fetch(`http://127.0.0.1:${inject('vaernTestDesk')}`)).json()) as {
      url: string
    }
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    await client.query(sql)
    await client.end()
    return server.url
  }

  beforeAll(async () => {
    name = `vaern_two_${randomUUID().slice(0, 8)}`
    const target = new URL(await onServer(`CREATE DATABASE ${name}`))
    target.pathname = `/${name}`
    url = target.toString()
    // Both at once: one migrates and loads, the other waits and finds it done.
    const both = { ...settings(), VAERN_DEMO: '1' }
    ;[a, b] = await Promise.all([startApp(both), startApp(both)])
  }, 120_000)
  afterAll(async () => {
    for (const child of [a, b]) {
      child?.process.kill('SIGTERM')
      await child?.ended
    }
    for (const database of [name, `${name}_s_march_2020`, `${name}_template`]) {
      await onServer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
    }
  }, 60_000)

  // The first one there makes the key to data about persons, the other finds it.
  const keyFolder = join(makeFolder(), 'key')
  const settings = () => ({ DATABASE_URL: url, VAERN_DATA: keyFolder })
  const statusAt = async (base: string, id: string): Promise<string> => {
    const answer = await ask(base, `/api/v1/places?limit=100`)
    const { places } = (await answer.json()) as {
      places: { id: string; status: { value: string; ageMinutes: number | null } }[]
    }
    return places.find((place) => place.id === id)?.status.value ?? 'gone'
  }

  it('a report through one is seen by the other, on its API and on its open streams, within two seconds', async () => {
    const { places } = (await (await ask(a.url, '/api/v1/places?limit=1')).json()) as {
      places: { id: string }[]
    }
    const id = places[0]?.id ?? ''
    const made = async (args: string[]): Promise<string> =>
      String(lastLine(await command(['token', ...args, '--json'], settings())).token)
    const [own, coordinator] = await Promise.all([
      made(['--role', 'service-staff', '--service', id]),
      made(['--role', 'coordinator', '--area', 'dk']),
    ])
    expect(await statusAt(b.url, id)).not.toBe('limited')
    const stop = new AbortController()
    const stream = await fetch(`${b.url}/api/v1/live?topics=service:${id}`, {
      headers: { authorization: `Bearer ${coordinator}` },
      signal: stop.signal,
    })
    let heard = ''
    const reading = (async () => {
      const decoder = new TextDecoder()
      for await (const bytes of stream.body as AsyncIterable<Uint8Array>)
        heard += decoder.decode(bytes)
    })().catch(() => {})
    const body = { status: 'limited', reason: 'staff-shortage' }
    expect((await report(a.url, own, id, body)).status).toBe(201)
    await until('the stream of the other hears it', () => heard.includes('event: changed'), 2)
    await until(
      'the places of the other show it',
      async () => (await statusAt(b.url, id)) === 'limited',
      2,
    )
    stop.abort()
    await reading
  }, 60_000)

  it('SEC-03 a token revoked at one is refused at the other within five seconds', async () => {
    const made = async (args: string[]) =>
      lastLine(await command(['token', ...args, '--json'], settings())) as {
        token: string
        id: string
      }
    const [doomed, admin] = await Promise.all([
      made(['--role', 'coordinator', '--area', 'dk']),
      made(['--role', 'admin']),
    ])
    const read = (base: string) => ask(base, '/api/v1/situation', { token: doomed.token })
    expect((await read(a.url)).status).toBe(200)
    expect((await read(b.url)).status).toBe(200)
    const revoked = await ask(a.url, `/admin/tokens/${doomed.id}/revoke`, {
      token: admin.token,
      form: {},
    })
    expect(revoked.status).toBe(303)
    expect((await read(a.url)).status).toBe(401)
    await until('it is refused', async () => (await read(b.url)).status === 401, 5)
  }, 60_000)
})
