import { connect, type Socket } from 'node:net'
import { serve } from '../harness/children.ts'

/** Clients of event streams: opens many, counts the events of each, and tells when the last one had its n-th. */
export type ListenersQuestion =
  | { kind: 'open'; url: string; headers: Record<string, string>; count: number }
  | { kind: 'until'; events: number; patienceMs: number }
  | { kind: 'counts' }
  | { kind: 'close' }

interface Stream {
  socket: Socket
  events: number
  rest: string
}

/** Nanoseconds of a clock that all processes of a machine share. */
export const sharedClock = (): number => Number(process.hrtime.bigint())

const AT_ONCE = 100

let streams: Stream[] = []
let lastAt = 0
let firstEvent = ''
let waiting: { events: number; missing: number; done: (at: number) => void } | null = null

const hear = (stream: Stream, block: string): void => {
  if (!block.includes('data: ')) return
  stream.events += 1
  lastAt = sharedClock()
  if (firstEvent === '') firstEvent = `${block}\n\n`
  if (waiting && stream.events === waiting.events) {
    waiting.missing -= 1
    if (waiting.missing === 0) waiting.done(lastAt)
  }
}

const openOne = (url: URL, head: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: Number(url.port), host: url.hostname })
    const stream: Stream = { socket, events: 0, rest: '' }
    let opened = false
    socket.setEncoding('latin1')
    socket.once('connect', () => socket.write(head))
    socket.once('error', reject)
    socket.on('data', (piece: string | Buffer) => {
      stream.rest += String(piece)
      if (!opened) {
        const end = stream.rest.indexOf('\r\n\r\n')
        if (end < 0) return
        if (!stream.rest.startsWith('HTTP/1.1 200')) {
          reject(new Error(stream.rest.slice(0, 500)))
          return
        }
        opened = true
        stream.rest = stream.rest.slice(end + 4)
        streams.push(stream)
        resolve()
      }
      let end = stream.rest.indexOf('\n\n')
      while (end >= 0) {
        hear(stream, stream.rest.slice(0, end))
        stream.rest = stream.rest.slice(end + 2)
        end = stream.rest.indexOf('\n\n')
      }
    })
  })

const answer = async (question: ListenersQuestion): Promise<unknown> => {
  if (question.kind === 'open') {
    const url = new URL(question.url)
    const headers = Object.entries({
      host: url.host,
      accept: 'text/event-stream',
      ...question.headers,
    })
    const head = `GET ${url.pathname}${url.search} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
    for (let left = question.count; left > 0; left -= AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, left) }, () => openOne(url, head)))
    }
    return streams.length
  }
  if (question.kind === 'until') {
    const missing = streams.filter((stream) => stream.events < question.events).length
    if (missing === 0) return lastAt
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => {
        reject(
          new Error(
            `${waiting?.missing} of ${streams.length} streams did not get event ${question.events}`,
          ),
        )
      }, question.patienceMs)
      waiting = {
        events: question.events,
        missing,
        done: (at) => {
          waiting = null
          clearTimeout(patience)
          resolve(at)
        },
      }
    })
  }
  if (question.kind === 'counts') {
    const counts = streams.map((stream) => stream.events)
    return { least: Math.min(...counts), most: Math.max(...counts), firstEvent }
  }
  for (const { socket } of streams) socket.destroy()
  streams = []
  firstEvent = ''
  return 0
}

await serve(async () => ({
  ready: true,
  answer,
  close: async () => {
    for (const { socket } of streams) socket.destroy()
  },
}))
