import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readInput } from './validate.ts'

const said = (schema: z.ZodType, input: unknown, lang: 'da' | 'en' = 'da'): string => {
  try {
    readInput(schema, input, lang)
    return ''
  } catch (error) {
    return (error as { said: { message: string }[] }).said[0]?.message ?? ''
  }
}

describe('what is wrong with a field', () => {
  it.each([
    [z.object({ a: z.string() }), {}, 'Feltet skal udfyldes.'],
    [z.object({ a: z.string().min(2) }), { a: '' }, 'Feltet skal udfyldes.'],
    [z.object({ a: z.string().min(2) }), { a: 'x' }, 'Skriv mindst 2 tegn.'],
    [z.object({ a: z.string().max(3) }), { a: 'xxxx' }, 'Skriv højst 3 tegn.'],
    [z.object({ a: z.email() }), { a: 'nix' }, 'Skriv en e-mailadresse som navn@eksempel.dk.'],
    [z.object({ a: z.iso.date() }), { a: '2020-02-30' }, 'Skriv en dato, som findes.'],
    [z.object({ a: z.enum(['x', 'y']) }), { a: 'z' }, 'Vælg en af mulighederne.'],
    [z.object({ a: z.number().int() }), { a: 1.5 }, 'Skriv et helt tal.'],
    [z.object({ a: z.coerce.number() }), { a: 'mange' }, 'Skriv et tal.'],
    [z.object({ a: z.number().min(0) }), { a: -1 }, 'Tallet skal være mindst 0.'],
    [z.object({ a: z.uuid() }), { a: 'x' }, 'Vælg en af mulighederne.'],
    [
      z.object({ a: z.string().regex(/^[a-z]{2}$/) }),
      { a: 'xyz' },
      'Det kan ikke læses. Skriv det, som der står ved feltet.',
    ],
    [z.object({ a: z.coerce.date() }), { a: '' }, 'Skriv en dato, som findes.'],
    [z.object({ a: z.coerce.date() }), { a: 'i morgen' }, 'Skriv en dato, som findes.'],
    [z.object({ a: z.array(z.string()).min(1) }), { a: [] }, 'Vælg mindst én.'],
    [z.object({ a: z.array(z.string()).max(1) }), { a: ['x', 'y'] }, 'Vælg højst 1.'],
  ])('is said as a sentence (%#)', (schema, input, sentence) => {
    expect(said(schema, input)).toBe(sentence)
  })

  it('is said in English too, and a text of the schema itself goes first', () => {
    expect(said(z.object({ a: z.string().min(2) }), { a: 'x' }, 'en')).toBe(
      'Write at least 2 characters.',
    )
    expect(said(z.object({ a: z.string().min(2, 'own.code') }), { a: 'x' })).toBe('own.code')
  })
})
