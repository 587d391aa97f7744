import { randomBytes } from 'node:crypto'
import { VaernError } from '../errors/index.ts'

/** What a stream writes to: `reply.raw` after `reply.hijack()`, or a socket. */
export interface StreamTarget {
  write: (bytes: Buffer) => boolean
  destroy: () => unknown
  readonly writableLength: number
  once: (event: 'close', listener: () => void) => unknown
}

export interface HubOptions {
  /** Open streams at once in this process. Default 10,000. */
  maxClients?: number
  /** A client with more unread bytes than this is dropped; it reconnects and catches up. Default 64 KiB. */
  maxUnread?: number
  /** Milliseconds in which further events are gathered to one. The first goes out at once. Default 100. */
  gap?: number
  /** Milliseconds between signs of life. Default 25,000: below what proxies take for dead. */
  heartbeat?: number
  /** Events per space that a client can catch up on. Default 1,000. */
  history?: number
}

export interface Hub {
  /** Tells listeners and open streams of the space that these topics changed; `*` is everything. */
  publish: (space: string, topics: Iterable<string>) => void
  /** Calls back with the published topics that are among these (`*`: all of them). @returns how to stop. */
  subscribe: (
    space: string,
    topics: Iterable<string>,
    listener: (topics: string[]) => void,
  ) => () => void
  /** Id of the newest event: put it into a page, open its stream with it, and nothing in between is lost. */
  position: (space: string) => string
  /**
   * Asks before an answer has begun whether one more stream fits. The public (of a case space) gets at most
   * half of the room, so that those at work are never crowded out.
   * @throws 503 `too-many-streams`
   */
  assertRoom: (who: 'public' | 'staff') => void
  /**
   * Writes server-sent events to an open response until it closes.
   * @param lastEventId the header `Last-Event-ID`, or the page's `position`
   * @returns how to end it from this side
   */
  openStream: (
    target: StreamTarget,
    stream: { space: string; topics: Iterable<string>; lastEventId?: string | null },
  ) => () => void
  readonly clients: number
  close: () => void
}

/** Streams that wait for the same topics: what they are sent is built once. */
interface Group {
  key: string
  topics: ReadonlySet<string>
  targets: Set<StreamTarget>
}

interface World {
  groups: Map<string, Group>
  listeners: Set<(topics: Set<string>) => void>
  /** Number of the newest event, and the topics of the newest ones. */
  number: number
  history: { number: number; topics: Set<string> }[]
  waiting: Set<string>
  timer: NodeJS.Timeout | null
  sentAt: number
}

const everything = '*'
const alive = Buffer.from(':\n\n')

/** Those of `published` that somebody waiting for `wanted` is told; null: everything may have changed. */
const matching = (published: ReadonlySet<string>, wanted: ReadonlySet<string>): string[] | null => {
  if (published.has(everything)) return null
  if (wanted.has(everything)) return [...published]
  return [...(published.size < wanted.size ? published : wanted)].filter(
    (topic) => published.has(topic) && wanted.has(topic),
  )
}

/** Open pages of this process and what they wait for. Holds no data: only "look again". */
export const createHub = (options: HubOptions = {}): Hub => {
  const { maxClients = 10_000, maxUnread = 65_536, gap = 100, heartbeat = 25_000 } = options
  const historySize = options.history ?? 1_000
  // An id names the process: one given by another process is not understood, and the page is told to reload.
  const process = randomBytes(6).toString('base64url')
  const worlds = new Map<string, World>()
  let clients = 0

  const worldOf = (space: string): World => {
    let world = worlds.get(space)
    if (!world) {
      world = {
        groups: new Map(),
        listeners: new Set(),
        number: 0,
        history: [],
        waiting: new Set(),
        timer: null,
        sentAt: Number.NEGATIVE_INFINITY,
      }
      worlds.set(space, world)
    }
    return world
  }

  const idOf = (number: number): string => `${process}.${number}`

  const bytesOf = (number: number, topics: string[] | null): Buffer =>
    Buffer.from(
      topics === null
        ? `id: ${idOf(number)}\nevent: refresh\ndata: {}\n\n`
        : `id: ${idOf(number)}\nevent: changed\ndata: ${JSON.stringify({ topics: topics.sort() })}\n\n`,
    )

  const forget = (world: World, group: Group, target: StreamTarget): void => {
    if (!group.targets.delete(target)) return
    clients--
    if (group.targets.size === 0) world.groups.delete(group.key)
  }

  const send = (world: World, group: Group, bytes: Buffer): void => {
    for (const target of group.targets) {
      target.write(bytes)
      if (target.writableLength > maxUnread) {
        forget(world, group, target)
        target.destroy()
      }
    }
  }

  const flush = (world: World): void => {
    world.timer = null
    if (world.waiting.size === 0) return
    const topics = world.waiting
    world.waiting = new Set()
    world.number++
    world.sentAt = performance.now()
    world.history.push({ number: world.number, topics })
    if (world.history.length > historySize) world.history.shift()
    for (const group of world.groups.values()) {
      const told = matching(topics, group.topics)
      if (told?.length === 0) continue
      send(world, group, bytesOf(world.number, told))
    }
  }

  /** What a client that saw event `lastEventId` has missed: nothing, some topics, or too much to tell. */
  const missed = (
    world: World,
    lastEventId: string,
    wanted: ReadonlySet<string>,
  ): Buffer | null => {
    const [, from, number] = /^([\w-]+)\.(\d+)$/.exec(lastEventId) ?? []
    const seen = Number(number)
    const oldest = world.number - world.history.length
    if (from !== process || seen > world.number || seen < oldest) return bytesOf(world.number, null)
    const topics = new Set<string>()
    for (const event of world.history.slice(seen - oldest)) {
      const told = matching(event.topics, wanted)
      if (told === null) return bytesOf(world.number, null)
      for (const topic of told) topics.add(topic)
    }
    return topics.size === 0 ? null : bytesOf(world.number, [...topics])
  }

  const beat = setInterval(() => {
    for (const world of worlds.values()) {
      for (const group of world.groups.values()) send(world, group, alive)
    }
  }, heartbeat)
  beat.unref()

  return {
    publish: (space, topics) => {
      const world = worldOf(space)
      const published = new Set(topics)
      if (published.size === 0) return
      for (const listener of world.listeners) listener(published)
      for (const topic of published) world.waiting.add(topic)
      if (world.timer) return
      const wait = world.sentAt + gap - performance.now()
      if (wait <= 0) flush(world)
      else world.timer = setTimeout(flush, wait, world).unref()
    },
    subscribe: (space, topics, listener) => {
      const { listeners } = worldOf(space)
      const wanted = new Set(topics)
      const hear = (published: Set<string>): void => {
        const told = matching(published, wanted) ?? [everything]
        if (told.length > 0) listener(told)
      }
      listeners.add(hear)
      return () => {
        listeners.delete(hear)
      }
    },
    position: (space) => idOf(worldOf(space).number),
    assertRoom: (who) => {
      if (clients >= (who === 'public' ? maxClients / 2 : maxClients)) {
        throw new VaernError(503, 'too-many-streams')
      }
    },
    openStream: (target, { space, topics, lastEventId }) => {
      const world = worldOf(space)
      const wanted = new Set(topics)
      const key = [...wanted].sort().join('\n')
      const group = world.groups.get(key) ?? { key, topics: wanted, targets: new Set() }
      world.groups.set(key, group)
      group.targets.add(target)
      clients++
      target.once('close', () => forget(world, group, target))
      const gone = lastEventId ? missed(world, lastEventId, wanted) : null
      // An id without data is no event, but the browser keeps it and reconnects from here.
      const start = gone ?? Buffer.from(`id: ${idOf(world.number)}\n\n`)
      target.write(Buffer.concat([Buffer.from('retry: 3000\n'), start]))
      return () => {
        forget(world, group, target)
        target.destroy()
      }
    },
    get clients() {
      return clients
    },
    close: () => {
      clearInterval(beat)
      for (const world of worlds.values()) {
        if (world.timer) clearTimeout(world.timer)
        for (const group of world.groups.values()) {
          for (const target of group.targets) target.destroy()
        }
        world.groups.clear()
        world.listeners.clear()
      }
      clients = 0
    },
  }
}
