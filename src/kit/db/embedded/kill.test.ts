import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import type { ExitInfo } from './index.ts'
import {
  clean,
  ended,
  findServerPid,
  isGone,
  makeFolder,
  query,
  start,
  startChild,
  until,
} from './testing/harness.ts'

const posix = process.platform !== 'win32'

describe.runIf(posix)('kill -9', () => {
  afterEach(clean)

  it('of the database in the middle of writes loses no acknowledged row, tells, and starts it again', async () => {
    const folder = makeFolder()
    const server = await start(folder)
    const exits: ExitInfo[] = []
    server.onExit((info) => exits.push(info))
    await query(server.url, 'CREATE TABLE report (id int PRIMARY KEY)')
    const acknowledged: number[] = []
    let next = 0
    const write = async (): Promise<void> => {
      const client = new pg.Client(server.url)
      client.on('error', () => {})
      await client.connect()
      try {
        while (true) {
          next += 1
          const id = next
          await client.query('INSERT INTO report VALUES ($1)', [id])
          acknowledged.push(id)
        }
      } catch {
        await client.end()
      }
    }
    const writers = [write(), write(), write()]
    await until(() => acknowledged.length > 200)
    const pid = findServerPid(folder)
    process.kill(pid, 'SIGKILL')
    await Promise.all(writers)
    expect(acknowledged.length).toBeGreaterThan(200)

    await until(() =>
      query(server.url, 'SELECT 1').then(
        () => true,
        () => false,
      ),
    )
    expect(exits).toEqual([{ pid, code: null, signal: 'SIGKILL', restartInMs: 0 }])
    const rows = await query<{ id: number }>(server.url, 'SELECT id FROM report')
    const stored = new Set(rows.map(({ id }) => id))
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
    expect(findServerPid(folder)).not.toBe(pid)
  })

  it('of the app leaves the server to the next start, which attaches, watches and stops it', async () => {
    const folder = makeFolder()
    const { child, answer } = await startChild(folder)
    await query(answer.url, 'CREATE TABLE kept AS SELECT 1 AS one')
    const pid = findServerPid(folder)
    child.kill('SIGKILL')
    await ended(child)

    const server = await start(folder)
    expect(server).toMatchObject({ attached: true, url: answer.url, adminUrl: answer.adminUrl })
    expect(findServerPid(folder)).toBe(pid)
    expect(await query(server.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])

    const exits: ExitInfo[] = []
    server.onExit((info) => exits.push(info))
    process.kill(pid, 'SIGKILL')
    await until(() => exits.length === 1)
    await until(() =>
      query(server.url, 'SELECT one FROM kept').then(
        () => true,
        () => false,
      ),
    )
    const second = findServerPid(folder)
    await server.stop()
    await until(() => isGone(second))
  })

  it('of both, with the number given to another process since, recovers', async () => {
    const folder = makeFolder()
    const { child, answer } = await startChild(folder)
    await query(answer.url, 'CREATE TABLE kept AS SELECT 1 AS one')
    const pid = findServerPid(folder)
    child.kill('SIGKILL')
    process.kill(pid, 'SIGKILL')
    await ended(child)
    await until(() => isGone(pid))
    const note = join(folder, 'postgres', 'postmaster.pid')
    const stale = readFileSync(note, 'utf8').split('\n')
    writeFileSync(note, [String(process.pid), ...stale.slice(1)].join('\n'))

    const server = await start(folder)
    expect(server.attached).toBe(false)
    expect(await query(server.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
  })

  it('of an app that was making the database leaves nothing that hinders the next start', async () => {
    const folder = makeFolder()
    const starting = startChild(folder).catch(() => null)
    await until(() => existsSync(join(folder, 'app.json')))
    await wait(400)
    const { pid } = JSON.parse(readFileSync(join(folder, 'app.json'), 'utf8')) as { pid: number }
    process.kill(pid, 'SIGKILL')
    await starting
    const server = await start(folder)
    expect(await query(server.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
  })
})

describe('two apps and their ends', () => {
  afterEach(clean)

  it('lets one of two simultaneous starts win', async () => {
    const folder = makeFolder()
    const both = await Promise.all([startChild(folder), startChild(folder)])
    const errors = both.map(({ answer }) => answer.error)
    expect(errors.filter((error) => error === undefined)).toHaveLength(1)
    expect(errors.filter((error) => error === 'embedded-second-app')).toHaveLength(1)
  })

  it.runIf(posix)('stops the database with the app, also when signals rain', async () => {
    const folder = makeFolder()
    const { child } = await startChild(folder)
    const pid = findServerPid(folder)
    child.kill('SIGINT')
    child.kill('SIGTERM')
    child.kill('SIGINT')
    await ended(child)
    expect(child.exitCode).toBe(0)
    await until(() => isGone(pid))
    expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).toContain(
      'database system is shut down',
    )
  })

  it.runIf(posix)('stops the database when the app leaves by process.exit', async () => {
    const folder = makeFolder()
    const { child } = await startChild(folder, { ending: 'exit' })
    await ended(child)
    const log = join(folder, 'postgres.log')
    await until(() => readFileSync(log, 'utf8').includes('database system is shut down'))
  })
})
