import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { expect } from 'vitest'

export interface Mailbox {
  /** For `VAERN_SMTP_URL`. */
  url: string
  /** The text of the newest mail to an address; waits for it. */
  newest: (to: string) => Promise<string>
  count: (to: string) => number
  close: () => Promise<void>
}

/** The body without what SMTP makes of Danish letters. */
const readable = (mail: string): string =>
  Buffer.from(
    mail
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_whole, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    'latin1',
  ).toString('utf8')

/** A real mail server on this machine that keeps what it is given. */
export const openMailbox = async (): Promise<Mailbox> => {
  const mails: { to: string[]; text: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        mails.push({
          to: session.envelope.rcptTo.map((one) => one.address),
          text: readable(Buffer.concat(pieces).toString('latin1')),
        })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const mine = (to: string) => mails.filter((mail) => mail.to.includes(to))
  return {
    url: `smtp://127.0.0.1:${port}`,
    count: (to) => mine(to).length,
    newest: async (to) => {
      await expect.poll(() => mine(to).length, { timeout: 10_000 }).toBeGreaterThan(0)
      return mine(to).at(-1)?.text ?? ''
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
