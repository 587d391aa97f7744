import { z } from 'zod'
import { type Role, roles } from '#kit/auth/actor.ts'
import { areaCode, isoDate } from '#slices/territory/index.ts'

/** The words of access: accounts, roles with dates, tokens and links. No I/O. */

export const spaceName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/)
/** A field of a form that may be left empty. */
const emptyAsNull = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' || value === undefined ? null : value), schema.nullable())

/** Where a role holds. A service names one place; an organisation all its places; an area its municipalities. */
export const scope = {
  organisation: emptyAsNull(z.uuid()),
  service: emptyAsNull(z.uuid()),
  area: emptyAsNull(areaCode),
}

export const roleForm = z.object({
  role: z.enum(roles),
  ...scope,
  space: z.preprocess((value) => (value === '' ? undefined : value), spaceName.default('live')),
  validFrom: isoDate,
  validUntil: emptyAsNull(isoDate),
})
export type RoleForm = z.output<typeof roleForm>

export const accountForm = z.object({
  name: z.string().trim().min(2).max(120),
  email: emptyAsNull(z.email().max(254)),
  organisation: emptyAsNull(z.uuid()),
})
export type AccountForm = z.output<typeof accountForm>

export const tokenForm = z.object({
  name: z.string().trim().min(1).max(120),
  role: z.enum(roles),
  ...scope,
  space: z.preprocess((value) => (value === '' ? undefined : value), spaceName.default('live')),
  /** Last day on which it works. */
  lastDay: isoDate,
})

export const linkForm = z.object({
  name: z.string().trim().min(1).max(120),
  lastDay: isoDate,
})

export const emailForm = z.object({ email: z.email().max(254) })
export const codeForm = z.object({
  code: z
    .string()
    .max(40)
    .transform((typed) => typed.replace(/\D/g, ''))
    .pipe(z.string().length(8)),
})

/** Where a role holds, as ids and codes; all null: everywhere. */
export interface Scope {
  organisation: string | null
  service: string | null
  area: string | null
}

/** A grant as it is stored, with its days (both inclusive). */
export interface StoredGrant extends Scope {
  id: string
  role: Role
  space: string
  validFrom: string
  validUntil: string | null
}

export interface Account {
  id: string
  name: string
  email: string | null
  organisation: string | null
  disabledAt: Date | null
  demo: boolean
  version: number
}

export interface TokenRow {
  id: string
  name: string
  kind: 'machine' | 'link'
  organisation: string | null
  service: string | null
  createdBy: string
  createdAt: Date
  expiresAt: Date
  revokedAt: Date | null
  lastUsedAt: Date | null
  grants: StoredGrant[]
}
