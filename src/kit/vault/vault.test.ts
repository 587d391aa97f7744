import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testKey } from './factory.ts'
import { createVault } from './index.ts'

const vault = createVault(testKey)
const other = createVault(Buffer.alloc(32, 7))
const text = fc.string({ unit: 'binary' })
const refused = expect.objectContaining({ code: 'vault.unreadable', status: 500 })

describe('the vault', () => {
  it('gives back in the same context what was sealed, and says it differently each time', () => {
    fc.assert(
      fc.property(text, text, (said, context) => {
        const sealed = vault.seal(said, context)
        expect(vault.open(sealed, context)).toBe(said)
        expect(vault.seal(said, context)).not.toEqual(sealed)
        // Another instance of the same key, as another process has it; bytes as any driver gives them.
        expect(createVault(Buffer.from(testKey)).open(new Uint8Array(sealed), context)).toBe(said)
      }),
    )
  })

  it('opens nothing in another context or with another key', () => {
    fc.assert(
      fc.property(text, text, text, (said, context, elsewhere) => {
        fc.pre(context !== elsewhere)
        const sealed = vault.seal(said, context)
        expect(() => vault.open(sealed, elsewhere)).toThrow(refused)
        expect(() => other.open(sealed, context)).toThrow(refused)
      }),
    )
  })

  it('opens nothing that was altered, cut short or lengthened', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 1, max: 255 }), (said, at, flip) => {
        const sealed = vault.seal(said, 'person')
        const altered = Buffer.from(sealed)
        const place = at % altered.length
        altered.writeUInt8(altered.readUInt8(place) ^ flip, place)
        expect(() => vault.open(altered, 'person')).toThrow(refused)
        expect(() => vault.open(sealed.subarray(0, place), 'person')).toThrow(refused)
        expect(() => vault.open(Buffer.concat([sealed, Buffer.of(flip)]), 'person')).toThrow(
          refused,
        )
      }),
    )
    expect(() => vault.open(Buffer.alloc(0), 'person')).toThrow(refused)
    expect(() => vault.open(Buffer.alloc(64), 'person')).toThrow(refused)
  })

  it('shows nothing of the text in what is sealed, nor of the key in a refusal or in itself', () => {
    const sealed = vault.seal('Opdigtet Person', 'id')
    expect(sealed.toString('latin1')).not.toContain('Opdigtet')
    expect(JSON.stringify(vault)).toBe(`{"fingerprint":"${vault.fingerprint}"}`)
    expect(() => createVault(Buffer.alloc(16))).toThrow('32 bytes')
  })

  it('is blind alike for the same kind and text, and for nothing else', () => {
    fc.assert(
      fc.property(text, text, text, text, (kind, said, otherKind, otherSaid) => {
        const blind = vault.blind(kind, said)
        expect(blind).toHaveLength(32)
        expect(createVault(testKey).blind(kind, said)).toEqual(blind)
        const same = kind === otherKind && said === otherSaid
        expect(vault.blind(otherKind, otherSaid).equals(blind)).toBe(same)
        expect(other.blind(kind, said)).not.toEqual(blind)
      }),
    )
    // Parts do not run into each other.
    expect(vault.blind('ab', 'c')).not.toEqual(vault.blind('a', 'bc'))
  })

  it('names topics that can be asked for and not be guessed', () => {
    fc.assert(
      fc.property(fc.array(text), fc.array(text), (parts, others) => {
        const topic = vault.topic(...parts)
        expect(topic).toMatch(/^c-[0-9a-f]{32}$/)
        expect(topic).toMatch(/^[a-z][\w:-]{0,80}$/i)
        const same = JSON.stringify(parts) === JSON.stringify(others)
        expect(vault.topic(...others) === topic).toBe(same)
        expect(other.topic(...parts)).not.toBe(topic)
      }),
    )
    // Each use has a key of its own.
    expect(vault.blind('a', 'b').toString('hex')).not.toContain(vault.topic('a', 'b').slice(2))
  })

  it('has a fingerprint per key', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (one, another) => {
          const of = (key: Uint8Array) => createVault(Buffer.from(key)).fingerprint
          expect(of(one)).toMatch(/^[0-9a-f]{16}$/)
          expect(of(one)).toBe(of(one))
          expect(of(one) === of(another)).toBe(Buffer.from(one).equals(Buffer.from(another)))
        },
      ),
    )
  })
})
