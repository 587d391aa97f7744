import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

/** A secret of 256 random bits, as text that fits in an address and a cookie. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What is kept of a secret. A plain hash is enough: 256 random bits cannot be guessed from it. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** A one-time code of eight digits: easy to type, and five guesses in a hundred million. */
export const newCode = (): string => String(randomInt(0, 100_000_000)).padStart(8, '0')

export const newSalt = (): Buffer => randomBytes(16)

export const hashCode = (code: string, salt: Buffer): Buffer =>
  createHash('sha256').update(salt).update(code).digest()

/** Compares in constant time, so that the time taken tells nothing about how much was right. */
export const sameHash = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other)
