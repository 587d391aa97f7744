import { z } from 'zod'
import { organisationKinds } from './schema.ts'

/** Shapes of the rows in `data/territory/*.json`. */

export const documentSource = z.object({
  /** Document of the case, `000`–`004`, or the name of a public data set. */
  document: z.string().min(1),
  line: z.number().int().positive().optional(),
  quote: z.string().min(1).max(300).optional(),
  note: z.string().optional(),
})

const code = z.string().regex(/^\d{4}$/)

export const regionRow = z.strictObject({
  code: z.string().regex(/^[A-Z0-9-]{3,12}$/),
  name: z.string().min(1),
  from: z.iso.date(),
  until: z.iso.date().nullable(),
  source: documentSource,
})

export const municipalityRow = z.strictObject({
  code,
  name: z.string().min(1),
  lat: z.number(),
  lon: z.number(),
  population: z.number().int(),
  populationYear: z.number().int(),
  /** Region codes with the first and last day. */
  regions: z
    .array(z.strictObject({ code: z.string(), from: z.iso.date(), until: z.iso.date().nullable() }))
    .min(1),
})

export const councilRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  from: z.iso.date(),
  municipalities: z.array(code).min(1),
  source: documentSource,
})

export const organisationRow = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(2),
  shortName: z.string().optional(),
  kind: z.enum(organisationKinds),
  municipality: code.optional(),
  region: z.string().optional(),
  parent: z.string().optional(),
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  fictional: z.literal(true).optional(),
  source: documentSource,
})
export type OrganisationRow = z.output<typeof organisationRow>

export const namedPlaceRow = z.strictObject({
  name: z.string().min(2),
  municipality: code,
  lat: z.number(),
  lon: z.number(),
})

/** An appointed contact, or the deputy of one, from the loading on. */
export const contactRow = z.strictObject({
  key: z.string().regex(/^[a-z0-9-]+$/),
  municipality: code,
  function: z.string().min(1),
  name: z.string().min(1),
  phone: z.string().min(1),
  email: z.email().optional(),
  hours: z.string().min(1).max(120).optional(),
  deputyOf: z.string().optional(),
})
export type ContactRow = z.output<typeof contactRow>
