import { z } from 'zod'

/** What a page's form sends: names to what was typed, several of a name where boxes were ticked. */
export const formBody = z.record(
  z.string(),
  z.union([z.string().max(4000), z.array(z.string().max(500)).max(50)]),
)

/** A field left empty says nothing. */
export const orNull = (text: string): string | null => (text === '' ? null : text)

/** A Danish telephone, with or without +45: the ten digits of a civil registration number are none. */
export const phone = z
  .string()
  .trim()
  .refine((text) => /^((\+|00)45 ?)?\d{2} ?\d{2} ?\d{2} ?\d{2}$/.test(text), {
    error: 'pathways.phone',
  })
