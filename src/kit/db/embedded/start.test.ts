import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedServer, findEmbedded } from './index.ts'
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

describe('the embedded database on a healthy machine', () => {
  let folder: string
  let server: EmbeddedServer
  beforeAll(async () => {
    folder = makeFolder()
    server = await start(folder, { work_mem: '7MB' })
  })
  afterAll(clean)

  it('is durable, checked, Danish and on the loopback only', async () => {
    const names = ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums']
    for (const name of names) {
      expect(await query(server.url, `SELECT current_setting('${name}') AS value`)).toEqual([
        { value: 'on' },
      ])
    }
    const [set] = await query(
      server.adminUrl,
      `SELECT current_setting('listen_addresses') AS address, current_setting('work_mem') AS memory,
              current_setting('server_encoding') AS encoding, datlocale AS locale
         FROM pg_database WHERE datname = 'vaern'`,
    )
    expect(set).toEqual({
      address: '127.0.0.1',
      memory: '7MB',
      encoding: 'UTF8',
      locale: 'da-DK',
    })
    const sorted = await query<{ name: string }>(
      server.url,
      `SELECT name FROM unnest(ARRAY['Aarhus','Ærø','Zandbjerg','Ølgod','Bornholm']) AS name ORDER BY name`,
    )
    expect(sorted.map(({ name }) => name)).toEqual([
      'Bornholm',
      'Zandbjerg',
      'Ærø',
      'Ølgod',
      'Aarhus',
    ])
    expect(await query(server.url, `SELECT lower('ÆØÅ') AS low`)).toEqual([{ low: 'æøå' }])
  })

  it('gives the app an owner without superuser rights who can make spaces, roles and our extensions', async () => {
    const client = new pg.Client(server.url)
    await client.connect()
    try {
      const { rows } = await client.query(
        'SELECT current_user, usesuper FROM pg_user WHERE usename = current_user',
      )
      expect(rows).toEqual([{ current_user: 'vaern_owner', usesuper: false }])
      for (const name of ['btree_gist', 'pg_trgm', 'unaccent'])
        await client.query(`CREATE EXTENSION ${name}`)
      await client.query('CREATE ROLE vaern_app NOLOGIN')
      await client.query('GRANT vaern_app TO CURRENT_USER')
      await client.query('BEGIN')
      await client.query('SET LOCAL ROLE vaern_app')
      await client.query('COMMIT')
      await client.query('CREATE DATABASE space_test TEMPLATE template1')
      await client.query('DROP DATABASE space_test')
    } finally {
      await client.end()
    }
  })

  it('has random secrets in a file of the owner alone, and refuses everybody without them', async () => {
    const file = join(folder, 'embedded.json')
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0)
    const { superuser, owner, port } = JSON.parse(readFileSync(file, 'utf8'))
    expect(superuser).toHaveLength(43)
    expect(owner).not.toBe(superuser)
    expect(port).not.toBe(5432)
    const guess = server.url.replace(owner, 'password')
    await expect(query(guess, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  })

  it('writes no values of failed statements into its log', async () => {
    await query(server.url, 'CREATE TABLE IF NOT EXISTS only_once (secret text PRIMARY KEY)')
    const twice = `INSERT INTO only_once VALUES ('hemmelig-4711'), ('hemmelig-4711')`
    await expect(query(server.url, twice)).rejects.toMatchObject({ code: '23505' })
    expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).not.toContain('hemmelig-4711')
  })

  it('refuses a second app on the same folder, and says who has it', async () => {
    await expect(start(folder)).rejects.toMatchObject({
      code: 'embedded-second-app',
      params: { folder, pid: process.pid },
    })
    const { answer } = await startChild(folder)
    expect(answer.error).toBe('embedded-second-app')
    expect(await query(server.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }])
  })

  it('is found by a command beside the app, and only while the app runs', async () => {
    const { url, adminUrl } = server
    expect(await findEmbedded(folder)).toEqual({ url, adminUrl })
    expect(await findEmbedded(join(folder, 'nowhere'))).toBeNull()
    const other = makeFolder()
    expect(await findEmbedded(other)).toBeNull()
    const starting = startChild(other)
    await until(() => existsSync(join(other, 'embedded.json')))
    const found = await findEmbedded(other)
    const { child, answer } = await starting
    expect(found?.url).toBe(answer.url)
    child.kill('SIGTERM')
    await ended(child)
    expect(await findEmbedded(other)).toBeNull()
  })

  it('keeps the data and the port from start to start, stops as often as asked, leaves no listeners', async () => {
    await query(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    const pid = findServerPid(folder)
    await Promise.all([server.stop(), server.stop()])
    await server.stop()
    // At once, and not when somebody has cleared up after us: an app that exits now must leave no process behind.
    expect(isGone(pid)).toBe(true)
    const listeners = process.listenerCount('exit')
    const url = server.url
    server = await start(folder)
    expect(process.listenerCount('exit')).toBe(listeners + 1)
    expect(server).toMatchObject({ url, attached: false })
    expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }])
    await server.stop()
    expect(process.listenerCount('exit')).toBe(listeners)
  })
})
