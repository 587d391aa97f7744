import { connect } from 'node:net'
import { serve } from './children.ts'
import { median, percentile } from './statistics.ts'

/**
 * The load generator: keep-alive connections that each send the next request when the last one is
 * answered. It builds requests beforehand and reads only status and length of an answer, so that as much
 * as can be of the machine is left to what is measured.
 */
export interface LoadRequest {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: string
}

export interface LoadQuestion {
  url: string
  connections: number
  seconds: number
  /** Sent in turn; each connection begins at another place in the list. */
  requests: LoadRequest[]
  /** Every request asks what nobody has asked before: the `*` in its path becomes a number of its own. */
  fresh?: boolean
  /** Gives every request an Idempotency-Key of its own that begins with this. */
  keys?: string
  /** The status that counts as answered. */
  expect: number
}

export interface LoadAnswer {
  perSecond: number
  answered: number
  /** Answers with another status; the first of them as text. */
  wrong: number
  firstWrong: string | null
  /** Milliseconds. */
  latency: { median: number; p99: number }
  /** Bytes of the bodies, in all. */
  bytes: number
}

interface Prepared {
  head: string
  body: string
}

const prepare = (request: LoadRequest, host: string): Prepared => {
  const body = request.body ?? ''
  const headers = {
    host,
    ...request.headers,
    ...(request.method === 'POST'
      ? { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
      : {}),
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return { head: `${request.method} ${request.path} HTTP/1.1\r\n${lines.join('')}`, body }
}

const endOfHead = Buffer.from('\r\n\r\n')

/** Length of the first answer in what has arrived, or null while it is not whole. */
const answerIn = (data: Buffer): { status: number; body: number; end: number } | null => {
  const at = data.indexOf(endOfHead)
  if (at < 0) return null
  const head = data.toString('latin1', 0, at)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error(`An answer without Content-Length:\n${head}`)
  const end = at + 4 + Number(length)
  return data.length < end ? null : { status: Number(head.slice(9, 12)), body: Number(length), end }
}

const measure = (question: LoadQuestion): Promise<LoadAnswer> =>
  new Promise((resolve, reject) => {
    const target = new URL(question.url)
    const prepared = question.requests.map((request) => prepare(request, target.host))
    const latencies: number[] = []
    const answer: LoadAnswer = {
      perSecond: 0,
      answered: 0,
      wrong: 0,
      firstWrong: null,
      latency: { median: 0, p99: 0 },
      bytes: 0,
    }
    let keys = 0
    let asked = 0
    const firstNumber = 10_000_000 + Math.floor(Math.random() * 5_000_000)
    let open = question.connections
    const begun = performance.now()
    const until = begun + question.seconds * 1000
    const closed = (): void => {
      open -= 1
      if (open > 0) return
      answer.perSecond = (answer.answered / (performance.now() - begun)) * 1000
      answer.latency = { median: median(latencies), p99: percentile(latencies, 0.99) }
      resolve(answer)
    }
    const run = (turn: number): void => {
      const socket = connect({ port: Number(target.port), host: target.hostname, noDelay: true })
      let next = turn
      let sentAt = 0
      let rest: Buffer | null = null
      const send = (): void => {
        const { head, body } = prepared[next++ % prepared.length] as Prepared
        const key =
          question.keys === undefined ? '' : `idempotency-key: ${question.keys}${keys++}\r\n`
        // Seven digits, so that every address is as long as the next.
        const own = question.fresh
          ? head.replace('*', String(firstNumber + asked++).slice(-7))
          : head
        sentAt = performance.now()
        socket.write(`${own}${key}\r\n${body}`)
      }
      socket.once('connect', send)
      socket.on('error', reject)
      socket.on('data', (chunk) => {
        const data: Buffer = rest === null ? chunk : Buffer.concat([rest, chunk])
        const whole = answerIn(data)
        if (!whole) {
          rest = data
          return
        }
        rest = null
        const now = performance.now()
        latencies.push(now - sentAt)
        answer.bytes += whole.body
        if (whole.status === question.expect) answer.answered += 1
        else {
          answer.wrong += 1
          answer.firstWrong ??= data.toString('utf8').slice(0, 1_000)
        }
        if (now < until) send()
        else {
          socket.destroy()
          closed()
        }
      })
    }
    for (let index = 0; index < question.connections; index++) {
      run(Math.floor((index * prepared.length) / question.connections))
    }
  })

await serve(async () => ({ ready: true, answer: measure, close: async () => {} }))
