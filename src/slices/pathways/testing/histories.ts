import type { Actor } from '#kit/auth/actor.ts'
import { asVaernError } from '#kit/http/index.ts'
import type { TestServer } from '#kit/testing/server.ts'

/**
 * Random histories against a real server and database: requests that run at the same time, connections that
 * are killed in the middle, and clients that ask again with the same key, as a browser on a bad line does.
 */

export interface Request {
  actor: Actor
  url: string
  body: object
  /** One key for one intention, also when it is sent again. */
  key: string
}

export interface Acknowledged {
  request: Request
  status: number
  data: Record<string, unknown>
}

/** What a client is told when nothing may have been stored: it asks again. */
const NOT_NOW = 503
/** From here on the fault is the server's, as when its line to the database is cut: a client asks again too. */
const SERVER_FAULT = 500
const TRIES = 6

/** Sends it until it is answered; with the same key it counts once. Gives the last answer. */
export const sendUntilAnswered = async (
  server: TestServer,
  request: Request,
): Promise<Acknowledged> => {
  const { actor, url, body, key } = request
  for (let tries = 1; ; tries++) {
    const { status, data } = await server.json('POST', url, { actor, body, key })
    // A fault that stays is given on, and fails the history.
    if (status < SERVER_FAULT || tries === TRIES) return { request, status, data }
  }
}

/** What a history needs before it goes on: done again where the line was cut under it. */
export const preparing = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (asVaernError(error).status !== NOT_NOW || tries === TRIES) throw error
    }
  }
}

export const received = ({ status }: Acknowledged): boolean => status >= 200 && status < 300

/**
 * Kills connections of the application while it works, some milliseconds from now: those in the middle of a
 * transaction first.
 * @returns how many
 */
export const killConnections = async (
  server: TestServer,
  asked: { afterMs: number; most: number },
): Promise<number> => {
  await new Promise((resolve) => setTimeout(resolve, asked.afterMs))
  const { rows } = await server.made.ownerPool.query(
    `SELECT pg_terminate_backend(pid) FROM (
       SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'vaern:app' AND pid <> pg_backend_pid()
       ORDER BY xact_start IS NULL, xact_start LIMIT $1) victim`,
    [asked.most],
  )
  return rows.length
}

/** One moment of a history: what is sent at once, and whether lines are cut meanwhile. */
export interface Round<Command> {
  commands: Command[]
  kill: { afterMs: number; most: number } | null
}

/**
 * Plays rounds one after another, the commands of each at the same time, and lets `check` look after each.
 * @param send does one command, gives null where there was nothing to do
 */
export const playHistory = async <Command>(
  server: TestServer,
  rounds: readonly Round<Command>[],
  send: (command: Command) => Promise<Acknowledged | null>,
  check: (answered: readonly Acknowledged[]) => Promise<void>,
): Promise<void> => {
  const all: Acknowledged[] = []
  for (const { commands, kill } of rounds) {
    const [answers] = await Promise.all([
      Promise.all(commands.map(send)),
      kill ? killConnections(server, kill) : null,
    ])
    all.push(...answers.flatMap((answer) => answer ?? []))
    await check(all)
  }
}
