import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { VaernError } from '../errors/index.ts'

/** What is said of a person in the database is read with this and with nothing else. Holds the key; never shows it. */
export interface Vault {
  /**
   * Encrypts a text so that it opens in the same context only: version, nonce, content and seal in one.
   * Twice the same text gives two different results.
   * @param context what it belongs to, such as the person's id: moved to another row it does not open
   */
  seal: (text: string, context: string) => Buffer
  /** @throws VaernError `vault.unreadable` (500) where it was altered, moved, or sealed with another key */
  open: (sealed: Uint8Array, context: string) => string
  /**
   * Blind index: the same for the same kind and text, so that an exact identifier can be looked up without
   * being readable. 32 bytes.
   * @param text already normalised (one way of writing it only)
   */
  blind: (kind: string, text: string) => Buffer
  /** Name of a live topic that nobody can guess from what it stands for: `c-` and 32 hexadecimal digits. */
  topic: (...parts: string[]) => string
  /** Tells one key from another, 16 hexadecimal digits; reveals nothing of it. */
  fingerprint: string
}

/** Bytes of the key. */
export const KEY_BYTES = 32

const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 1 + NONCE_BYTES

/** Each use has a key of its own, so that what one gives away helps nobody with another. */
const derive = (key: Buffer, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, 'vaern', `person/${use}`, KEY_BYTES))

/** Parts that cannot run into each other: ("ab", "c") and ("a", "bc") differ. */
const mac = (key: Buffer, parts: readonly string[]): Buffer =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest()

/** The version is sealed in, so that bytes of one form are never read as another. */
const bound = (context: string): Buffer =>
  Buffer.concat([Buffer.of(VERSION), Buffer.from(context, 'utf8')])

const unreadable = (): VaernError => new VaernError(500, 'vault.unreadable')

/** @param key 32 random bytes, see `loadKey` */
export const createVault = (key: Buffer): Vault => {
  if (key.length !== KEY_BYTES) throw new RangeError(`The key must have ${KEY_BYTES} bytes`)
  const sealing = derive(key, 'seal')
  const blinding = derive(key, 'blind')
  const naming = derive(key, 'topic')
  return {
    seal: (text, context) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(bound(context))
      const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(VERSION), nonce, content, cipher.getAuthTag()])
    },
    open: (sealed, context) => {
      const bytes = Buffer.from(sealed)
      if (bytes.length < HEAD_BYTES + TAG_BYTES || bytes[0] !== VERSION) throw unreadable()
      const nonce = bytes.subarray(1, HEAD_BYTES)
      const cipher = createDecipheriv('aes-256-gcm', sealing, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(bound(context))
      cipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      try {
        const content = cipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES))
        return Buffer.concat([content, cipher.final()]).toString('utf8')
      } catch {
        throw unreadable()
      }
    },
    blind: (kind, text) => mac(blinding, [kind, text]),
    topic: (...parts) => `c-${mac(naming, parts).toString('hex').slice(0, 32)}`,
    fingerprint: mac(derive(key, 'fingerprint'), []).toString('hex').slice(0, 16),
  }
}
