/**
 * Coded errors. A command throws one, the single handler in `kit/http` turns it
 * into a page that says what to do next or into problem+json (RFC 9457).
 * The text lives under the key `error.<code>` in the texts of the slice that throws it.
 */
export interface FieldError {
  /** Dotted path of the field as the client sent it, e.g. `capacity.0.total`. */
  field: string
  /** Stable code; its text is found under `error.<code>`. */
  code: string
  params?: Record<string, string | number>
}

export class VaernError extends Error {
  readonly code: string
  readonly status: number
  readonly params: Record<string, string | number>
  readonly fields: FieldError[]

  constructor(
    status: number,
    code: string,
    params: Record<string, string | number> = {},
    fields: FieldError[] = [],
  ) {
    super(code)
    this.name = 'VaernError'
    this.status = status
    this.code = code
    this.params = params
    this.fields = fields
  }
}

/** Input that breaks a rule (422). `fields` name what to mend. */
export const invalid = (
  code: string,
  params: Record<string, string | number> = {},
  fields: FieldError[] = [],
): VaernError => new VaernError(422, code, params, fields)

/** The thing does not exist, or the actor may not know that it does (404). */
export const notFound = (code = 'not-found'): VaernError => new VaernError(404, code)

/** The actor is known and may not do this (403). */
export const forbidden = (code = 'forbidden'): VaernError => new VaernError(403, code)

/** Nobody is logged in, or the token is unknown, expired or revoked (401). */
export const unauthenticated = (code = 'unauthenticated'): VaernError => new VaernError(401, code)

/** The state has moved on: stale edit, key reused with other content (409). */
export const conflict = (code: string, params: Record<string, string | number> = {}): VaernError =>
  new VaernError(409, code, params)
