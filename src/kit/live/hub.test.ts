import { EventEmitter } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { writeStreamHead } from './head.ts'
import { createHub, type Hub, type HubOptions } from './hub.ts'

interface Event {
  id: string
  kind: string
  topics: string[] | null
}

const eventsIn = (text: string): Event[] =>
  text
    .split('\n\n')
    .map((block) => Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2))))
    .filter((fields) => fields.data !== undefined)
    .map((fields) => ({
      id: fields.id,
      kind: fields.event,
      topics: JSON.parse(fields.data).topics ?? null,
    }))

const lastId = (text: string): string => [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? ''

/** A target in memory that reads or does not. */
const target = (reads = true) => {
  const emitter = new EventEmitter()
  const written: Buffer[] = []
  let unread = 0
  return {
    write: (bytes: Buffer) => {
      written.push(bytes)
      if (!reads) unread += bytes.length
      return reads
    },
    destroy: () => emitter.emit('close'),
    get writableLength() {
      return unread
    },
    once: (event: 'close', listener: () => void) => emitter.once(event, listener),
    written,
    text: () => Buffer.concat(written).toString('utf8'),
    events: () => eventsIn(Buffer.concat(written).toString('utf8')),
  }
}

let closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.reverse()) await close()
  closing = []
})

const hubOf = (options: HubOptions = {}): Hub => {
  const hub = createHub({ gap: 0, ...options })
  closing.push(() => hub.close())
  return hub
}

describe('the hub', () => {
  it('tells a stream of its own topics and its own space only, once', () => {
    const hub = hubOf()
    const [one, two, elsewhere] = [target(), target(), target()]
    hub.openStream(one, { space: 'live', topics: ['situation:dk', 'service:1'] })
    hub.openStream(two, { space: 'live', topics: ['service:2'] })
    hub.openStream(elsewhere, { space: 'march-2020', topics: ['situation:dk'] })
    hub.publish('live', ['situation:dk', 'service:1', 'service:9'])
    expect(one.events()).toEqual([
      { id: hub.position('live'), kind: 'changed', topics: ['service:1', 'situation:dk'] },
    ])
    expect(two.events()).toEqual([])
    expect(elsewhere.events()).toEqual([])
  })

  it('writes the same bytes to all who wait for the same, in whatever order they said it', () => {
    const hub = hubOf()
    const [one, two] = [target(), target()]
    hub.openStream(one, { space: 'live', topics: ['a', 'b'] })
    hub.openStream(two, { space: 'live', topics: ['b', 'a'] })
    hub.publish('live', ['b'])
    expect(one.written.at(-1)).toBe(two.written.at(-1))
  })

  it('sends the first event at once and gathers what follows within the gap', async () => {
    const hub = hubOf({ gap: 40 })
    const one = target()
    hub.openStream(one, { space: 'live', topics: ['a', 'b', 'c'] })
    for (const topic of ['a', 'b', 'c', 'b']) hub.publish('live', [topic])
    expect(one.events().map((event) => event.topics)).toEqual([['a']])
    await pause(80)
    expect(one.events().map((event) => event.topics)).toEqual([['a'], ['b', 'c']])
  })

  it('drops a client that does not read, and no other', () => {
    const hub = hubOf({ maxUnread: 500 })
    const [slow, quick] = [target(false), target()]
    hub.openStream(slow, { space: 'live', topics: ['a'] })
    hub.openStream(quick, { space: 'live', topics: ['a'] })
    for (let round = 0; round < 50; round++) hub.publish('live', ['a'])
    expect(hub.clients).toBe(1)
    expect(slow.events().length).toBeLessThan(15)
    expect(quick.events()).toHaveLength(50)
  })

  it('refuses more clients than it may have, and counts those who left', () => {
    const hub = hubOf({ maxClients: 2 })
    const [one, two] = [target(), target()]
    hub.assertRoom('public')
    const end = hub.openStream(one, { space: 'live', topics: ['a'] })
    expect(() => hub.assertRoom('public')).toThrow('too-many-streams')
    hub.assertRoom('staff')
    hub.openStream(two, { space: 'live', topics: ['a'] })
    expect(() => hub.assertRoom('staff')).toThrow('too-many-streams')
    end()
    two.destroy()
    two.destroy()
    expect(hub.clients).toBe(0)
    hub.openStream(target(), { space: 'live', topics: ['a'] })
    expect(hub.clients).toBe(1)
  })

  it('gives a sign of life, and tells the browser how soon to come back', async () => {
    const hub = hubOf({ heartbeat: 10 })
    const one = target()
    hub.openStream(one, { space: 'live', topics: ['a'] })
    expect(one.text()).toMatch(/^retry: \d+\nid: /)
    await pause(35)
    expect(one.text()).toContain('\n\n:\n\n')
    expect(one.events()).toEqual([])
  })

  it('tells listeners of this process at once', () => {
    const hub = hubOf({ gap: 1_000 })
    const heard: string[][] = []
    const stop = hub.subscribe('live', ['a', 'b'], (topics) => heard.push(topics))
    hub.subscribe('live', ['*'], (topics) => heard.push(topics))
    hub.publish('live', ['a', 'x'])
    hub.publish('live', ['*'])
    stop()
    hub.publish('live', ['a'])
    expect(heard).toEqual([['a'], ['a', 'x'], ['*'], ['*'], ['a']])
  })
})

describe('after a broken line', () => {
  const reconnect = (hub: Hub, lastEventId: string, topics = ['a', 'b']) => {
    const again = target()
    hub.openStream(again, { space: 'live', topics, lastEventId })
    return again
  }

  it('what was missed is told once, gathered, and then life goes on', () => {
    const hub = hubOf()
    const first = target()
    const end = hub.openStream(first, { space: 'live', topics: ['a', 'b'] })
    hub.publish('live', ['a'])
    end()
    for (const topic of ['a', 'x', 'b', 'a']) hub.publish('live', [topic])
    const again = reconnect(hub, lastId(first.text()))
    expect(again.events().map((event) => event.topics)).toEqual([['a', 'b']])
    hub.publish('live', ['b'])
    expect(again.events().map((event) => event.topics)).toEqual([['a', 'b'], ['b']])
    expect(reconnect(hub, lastId(again.text())).events()).toEqual([])
  })

  it('nothing is told where nothing was missed, and a page opened before its stream misses nothing', () => {
    const hub = hubOf()
    hub.publish('live', ['a'])
    const position = hub.position('live')
    expect(reconnect(hub, position).events()).toEqual([])
    hub.publish('live', ['x'])
    expect(reconnect(hub, position).events()).toEqual([])
    hub.publish('live', ['b'])
    expect(
      reconnect(hub, position)
        .events()
        .map((event) => event.topics),
    ).toEqual([['b']])
  })

  it('the page is told to refresh where what was missed can no longer be told', () => {
    const hub = hubOf({ history: 3 })
    const start = hub.position('live')
    for (let round = 0; round < 3; round++) hub.publish('live', ['x'])
    expect(reconnect(hub, start).events()).toEqual([])
    hub.publish('live', ['x'])
    const other = hubOf()
    const [space] = start.split('.')
    for (const id of [start, other.position('live'), `${space}.999`, 'nonsense', '\u0000']) {
      const [event, ...more] = reconnect(hub, id).events()
      expect(event?.kind).toBe('refresh')
      expect(more).toEqual([])
      expect(reconnect(hub, event?.id ?? '').events()).toEqual([])
    }
  })

  it('everything changed means refresh, then and there and afterwards', () => {
    const hub = hubOf()
    const one = target()
    hub.openStream(one, { space: 'live', topics: ['a'] })
    const before = hub.position('live')
    hub.publish('live', ['*'])
    expect(one.events().map((event) => event.kind)).toEqual(['refresh'])
    expect(
      reconnect(hub, before)
        .events()
        .map((event) => event.kind),
    ).toEqual(['refresh'])
  })
})

describe('over real connections', () => {
  const listen = async (hub: Hub, topics = ['situation:dk']): Promise<{ port: number }> => {
    const server = createServer((request, response) => {
      writeStreamHead(response, { 'x-space': 'live' })
      hub.openStream(response, {
        space: 'live',
        topics,
        lastEventId: request.headers['last-event-id'] as string | undefined,
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    })
    return { port: (server.address() as AddressInfo).port }
  }

  it('500 streams get each of 20 events once and in order', async () => {
    const hub = hubOf({ maxUnread: 16_384 })
    const { port } = await listen(hub)
    const texts: string[] = []
    const responses = await Promise.all(
      Array.from({ length: 500 }, async (_, index) => {
        const response = await new Promise<IncomingMessage>((resolve, reject) =>
          get({ port, host: '127.0.0.1', agent: false }, resolve).on('error', reject),
        )
        texts[index] = ''
        response.setEncoding('utf8').on('data', (piece) => {
          texts[index] += piece
        })
        return response
      }),
    )
    closing.push(() => {
      for (const response of responses) response.destroy()
    })
    expect(responses[0]?.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-space': 'live',
    })
    expect(responses[0]?.headers['transfer-encoding']).toBeUndefined()
    await expect.poll(() => hub.clients).toBe(500)

    for (let round = 0; round < 20; round++) hub.publish('live', ['situation:dk'])
    await expect
      .poll(() => texts.every((text) => eventsIn(text).length >= 20), { timeout: 10_000 })
      .toBe(true)
    await pause(50)
    const ids = eventsIn(texts[0] ?? '').map((event) => event.id)
    expect(new Set(ids).size).toBe(20)
    expect(
      texts.every(
        (text) =>
          eventsIn(text)
            .map((event) => event.id)
            .join() === ids.join(),
      ),
    ).toBe(true)
    for (const response of responses.slice(1)) response.destroy()
    await expect.poll(() => hub.clients).toBe(1)
  }, 30_000)

  it('a connection that is not read is dropped, the one beside it gets everything', async () => {
    const topics = Array.from({ length: 3_000 }, (_, index) => `service:${index}`)
    const hub = hubOf()
    const { port } = await listen(hub, topics)
    const deaf = connect(port, '127.0.0.1')
    deaf.on('error', () => {})
    deaf.pause()
    deaf.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    let text = ''
    const reading = get({ port, host: '127.0.0.1', agent: false }, (response) => {
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece
      })
    })
    closing.push(() => {
      deaf.destroy()
      reading.destroy()
    })
    await expect.poll(() => hub.clients).toBe(2)
    // The buffers of the operating system take some megabytes first.
    let sent = 0
    for (; hub.clients === 2 && sent < 1_000; sent++) {
      hub.publish('live', topics)
      await pause(1)
    }
    expect(hub.clients).toBe(1)
    await expect.poll(() => eventsIn(text).length).toBe(sent)
  }, 30_000)
})
