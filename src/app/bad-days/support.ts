import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Role, systemActor } from '#kit/auth/actor.ts'
import { type Space, write } from '#kit/db/index.ts'
import { createToken } from '#slices/access/index.ts'
import { addTestService, type TestService } from '#slices/services/factory.ts'
import { addTestOrganisation } from '#slices/territory/index.ts'

/** What the tests of bad days share: tokens and places to attack, and processes of the real app to kill. */

export const asTest = systemActor('test')

export interface Scope {
  organisation?: string
  service?: string
  area?: string
  space?: string
}

export const tokenFor = async (live: Space, role: Role, scope: Scope = {}): Promise<string> => {
  const expiresAt = new Date(Date.now() + 86_400_000)
  const made = await createToken(live, asTest, { name: `test ${role}`, role, ...scope, expiresAt })
  return made.token
}

export const makePlace = (
  live: Space,
  made: Parameters<typeof addTestService>[1] = {},
): Promise<TestService> =>
  write(live, asTest, async (tx) => {
    const organisation = made.organisation ?? (await addTestOrganisation(tx, {}))
    return addTestService(tx, { ...made, organisation })
  })

export interface Request {
  method?: string
  token?: string | undefined
  /** An object is sent as JSON; a string or bytes as they are. */
  body?: unknown
  form?: Record<string, string>
  headers?: Record<string, string>
}

/** One request; redirects are not followed. */
export const ask = (base: string, path: string, request: Request = {}): Promise<Response> => {
  const { token, body, form, headers = {} } = request
  const json = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)
  const sent = form ? new URLSearchParams(form) : json ? JSON.stringify(body) : (body as string)
  return fetch(`${base}${path}`, {
    method: request.method ?? (sent === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
  })
}

/** Sends a report with a key of its own unless told. */
export const report = (
  base: string,
  token: string,
  service: string,
  body: unknown = { status: 'open' },
  key: string = randomUUID(),
): Promise<Response> =>
  ask(base, `/api/v1/services/${service}/reports`, {
    token,
    body,
    headers: { 'idempotency-key': key },
  })

/** Waits until `check` gives something true. @throws after `seconds` */
export const until = async <T>(
  what: string,
  check: () => Promise<T> | T,
  seconds = 20,
): Promise<NonNullable<T>> => {
  for (const deadline = Date.now() + seconds * 1000; ; await wait(50)) {
    const found = await check()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`Not within ${seconds} s: ${what}`)
  }
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

const folders: string[] = []
const children = new Set<ChildProcess>()

/** A closed (0700) folder of its own. */
export const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vaern-bad-day-'))
  folders.push(folder)
  return folder
}

export interface Ended {
  code: number | null
  out: string
  err: string
}

export interface Child {
  process: ChildProcess
  url: string
  /** All that it printed so far. */
  out: () => string
  ended: Promise<Ended>
}

const launch = (script: string, args: string[], env: Record<string, string>) => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL(`../${script}`, import.meta.url)), ...args],
    {
      // Nothing of the test run's own settings; a zone and a language as a bare server has them.
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  children.add(child)
  let out = ''
  let err = ''
  child.stdout?.on('data', (bytes: Buffer) => {
    out += bytes
  })
  child.stderr?.on('data', (bytes: Buffer) => {
    err += bytes
  })
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      children.delete(child)
      resolve({ code, out, err })
    })
  })
  return { process: child, ended, out: () => out + err }
}

/** The real app in a process of its own, on a port of its own; resolves when it answers. */
export const startApp = async (env: Record<string, string>): Promise<Child> => {
  const port = await freePort()
  const child = launch('main.ts', [], {
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    ...env,
  })
  const url = `http://127.0.0.1:${port}`
  let over: Ended | undefined
  child.ended.then((ended) => {
    over = ended
  })
  await until(
    'the app answers',
    () => {
      if (over) throw new Error(`The app ended (${over.code}):\n${over.out}\n${over.err}`)
      return child.out().includes('answers on')
    },
    60,
  )
  return { ...child, url }
}

/** The real app, not waited for: to be stopped while it starts. */
export const launchApp = (env: Record<string, string>) =>
  launch('main.ts', [], { PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error', ...env })

/** The app where it is expected not to start: waits for its end. */
export const failToStart = async (env: Record<string, string>): Promise<Ended> =>
  launchApp(env).ended

/** One command of the command line. */
export const command = (args: string[], env: Record<string, string>): Promise<Ended> =>
  launch('cli.ts', args, env).ended

/** The last line printed, as JSON. */
export const lastLine = (ended: Ended): Record<string, unknown> =>
  JSON.parse(ended.out.trim().split('\n').at(-1) ?? '') as Record<string, unknown>

/** Process id of the embedded PostgreSQL of a data folder. */
export const databasePid = (folder: string): number =>
  Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

/** For `afterAll`: ends what this file started and nothing else. */
export const clean = async (): Promise<void> => {
  for (const child of children) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) {
    try {
      process.kill(databasePid(folder), 'SIGQUIT')
      await wait(300)
    } catch {
      // None left.
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}
