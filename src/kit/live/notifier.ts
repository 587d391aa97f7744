import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Space } from '../db/index.ts'
import type { Hub } from './hub.ts'

const channel = 'vaern_live'
/** PostgreSQL refuses a notification of 8000 bytes or more. */
const maxPayload = 7_900
/** More topics than this waiting: "everything" says it shorter. */
const maxWaiting = 5_000

type Hearing = Pick<Space, 'name' | 'receive'>

export interface Notifier {
  /** For `openSpaces({ publish })`: tells this process's streams at once and other processes soon. */
  publish: (space: string, topics: string[]) => void
  /** Starts to listen to and speak for a space; resolves when it listens. `url` is the space's database. */
  attach: (space: Hearing, url: string) => Promise<void>
  close: () => Promise<void>
}

/** Topics as payloads below the limit of PostgreSQL; a topic that fits in none becomes `*`. */
export const payloadsOf = (from: string, topics: string[]): string[] => {
  const payloads: string[] = []
  let part: string[] = []
  const text = (list: string[]) => JSON.stringify([from, ...list])
  for (const topic of topics) {
    if (Buffer.byteLength(text([topic])) > maxPayload) return [text(['*'])]
    if (Buffer.byteLength(text([...part, topic])) > maxPayload) {
      payloads.push(text(part))
      part = []
    }
    part.push(topic)
  }
  if (part.length > 0) payloads.push(text(part))
  return payloads
}

interface Line {
  send: (topics: string[]) => void
  close: () => Promise<void>
}

/** One connection that listens and speaks for one space, and comes back when it is cut. */
const openLine = async (
  url: string,
  self: string,
  hear: (topics: string[]) => void,
  options: { batch: number; ping: number; retry: number },
): Promise<Line> => {
  const waiting = new Set<string>()
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null
  let again: NodeJS.Timeout | null = null
  let closed = false
  let sending: Promise<void> = Promise.resolve()

  const lose = (lost: pg.Client): void => {
    if (client !== lost) return
    client = null
    lost.end().catch(() => {})
    if (!closed) reconnect(options.retry)
  }

  /** @throws where the server cannot be reached. */
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'vaern:live',
      options: '-c role=vaern_app',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
    })
    fresh.on('error', () => lose(fresh))
    fresh.on('end', () => lose(fresh))
    fresh.on('notification', ({ payload }) => {
      const [from, ...topics] = JSON.parse(payload ?? '[]') as string[]
      if (from !== self) hear(topics)
    })
    try {
      await fresh.connect()
      await fresh.query(`LISTEN ${channel}`)
    } catch (error) {
      fresh.end().catch(() => {})
      throw error
    }
    if (closed) await fresh.end()
    else client = fresh
  }

  const reconnect = (delay: number): void => {
    again = setTimeout(
      async () => {
        try {
          await connect()
          if (closed) return
          // What was said meanwhile is lost to us: everything may have changed.
          hear(['*'])
          schedule()
        } catch {
          if (!closed) reconnect(Math.min(delay * 2, 10_000))
        }
      },
      delay * (0.5 + Math.random()),
    )
    again.unref()
  }

  const flush = async (): Promise<void> => {
    timer = null
    const speaking = client
    if (!speaking || waiting.size === 0) return
    const topics = [...waiting]
    waiting.clear()
    try {
      for (const payload of payloadsOf(self, topics)) {
        await speaking.query('SELECT pg_notify($1, $2)', [channel, payload])
      }
    } catch {
      // Said again after the reconnect: twice told does no harm, untold would.
      for (const topic of topics) waiting.add(topic)
      lose(speaking)
    }
  }

  const schedule = (): void => {
    timer ??= setTimeout(() => {
      sending = flush()
    }, options.batch)
  }

  await connect()
  // A connection cut without a word (a firewall, a pulled cable) shows only when it is used.
  const pinging = setInterval(() => {
    const asked = client
    asked?.query('SELECT 1').catch(() => lose(asked))
  }, options.ping)
  pinging.unref()

  return {
    send: (topics) => {
      for (const topic of topics) waiting.add(topic)
      if (waiting.size > maxWaiting) {
        waiting.clear()
        waiting.add('*')
      }
      schedule()
    },
    close: async () => {
      clearInterval(pinging)
      if (again) clearTimeout(again)
      if (timer) {
        clearTimeout(timer)
        sending = flush()
      }
      await sending
      closed = true
      await client?.end().catch(() => {})
    },
  }
}

/**
 * Carries topics between the processes that share a database, by LISTEN/NOTIFY on a connection of
 * its own. Never inside the writing transaction: NOTIFY there makes all commits wait in line.
 * A process does not hear itself.
 */
export const createNotifier = (
  hub: Hub,
  options: { batch?: number; ping?: number; retry?: number } = {},
): Notifier => {
  const self = randomBytes(6).toString('base64url')
  const lines = new Map<string, Line>()
  const { batch = 20, ping = 25_000, retry = 250 } = options
  return {
    publish: (space, topics) => {
      hub.publish(space, topics)
      lines.get(space)?.send(topics)
    },
    attach: async (space, url) => {
      if (lines.has(space.name)) return
      const hear = (topics: string[]): void => {
        space.receive(topics)
        hub.publish(space.name, topics)
      }
      lines.set(space.name, await openLine(url, self, hear, { batch, ping, retry }))
    },
    close: async () => {
      await Promise.all([...lines.values()].map((line) => line.close()))
      lines.clear()
    },
  }
}
