import { z } from 'zod'
import { formatMoment } from '#kit/time/index.ts'
import type { ShownNumber } from '../identity/numbers.ts'
import type { PersonDetails } from '../queries/person.ts'
import {
  type Card,
  type Consent,
  consentKinds,
  consentTopics,
  givenHows,
  identifierKinds,
  levels,
  protectionReasons,
} from '../schema.ts'

/** How persons leave as JSON. What is not declared here never leaves. */

export const moment = z.string().describe('ISO 8601 with the offset of Europe/Copenhagen')
const date = z.string().describe('Local date, 1972-03-24')

export const made = z.object({ id: z.string() })
export const done = z.object({ ok: z.literal(true) })

export const cardJson = z.object({
  id: z.string(),
  reference: z
    .string()
    .describe('A code that says nothing, for use where the name may not be said'),
  called: z.string().nullable().describe('Null where you work with the reference alone'),
  name: z.string().nullable(),
  pseudonymous: z.boolean(),
  protected: z.boolean(),
  languages: z.array(z.string()),
})

export const personJson = cardJson.extend({
  identity: z
    .object({
      name: z.string().nullable(),
      alias: z.string().nullable(),
      birthDate: date.nullable(),
      birthYear: z.number().int().nullable(),
      protectionReason: z.enum(protectionReasons).nullable(),
      version: z.number().int(),
    })
    .nullable()
    .describe('Null where you work with the reference alone'),
  numbers: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(identifierKinds),
      masked: z.string().describe('Numbers never leave whole'),
    }),
  ),
})

export const sayPersonJson = (
  card: Card,
  person: PersonDetails | null,
  numbers: readonly ShownNumber[],
): z.input<typeof personJson> => ({
  ...card,
  identity: person,
  numbers: numbers.map(({ id, kind, masked }) => ({ id, kind, masked })),
})

export const consentJson = z.object({
  id: z.string(),
  organisation: z.string(),
  kind: z.enum(consentKinds),
  level: z.enum(levels),
  topics: z.array(z.enum(consentTopics)),
  recipientOrganisation: z.string().nullable(),
  recipient: z.string(),
  purpose: z.string(),
  givenHow: z.enum(givenHows),
  witness: z.string().nullable(),
  oralReason: z.string().nullable(),
  givenAt: moment,
  validUntil: moment,
  recordedAt: moment,
  recordedByName: z.string(),
  withdrawnAt: moment.nullable(),
  withdrawnByName: z.string().nullable(),
  state: z.enum(['in-force', 'not-yet', 'withdrawn', 'expired']),
})

export const sayConsentJson = (
  consent: Consent,
  state: z.input<typeof consentJson>['state'],
): z.input<typeof consentJson> => ({
  ...consent,
  givenAt: formatMoment(consent.givenAt),
  validUntil: formatMoment(consent.validUntil),
  recordedAt: formatMoment(consent.recordedAt),
  withdrawnAt: consent.withdrawnAt === null ? null : formatMoment(consent.withdrawnAt),
  state,
})
