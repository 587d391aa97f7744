import { type FieldError, invalid, notFound } from '#kit/errors/index.ts'

/** What the database refuses, as the error that the user can act on. */
const refusals: Record<string, FieldError> = {
  access_service: { field: 'service', code: 'access.unknown-service' },
  account_email: { field: 'email', code: 'access.email-taken' },
  account_organisation_id_fkey: { field: 'organisation', code: 'access.unknown-organisation' },
  token_organisation_id_fkey: { field: 'organisation', code: 'access.unknown-organisation' },
  role_grant_organisation_id_fkey: { field: 'organisation', code: 'access.unknown-organisation' },
}

/** Runs a write and says in our words what a constraint refused. @throws VaernError */
export const saying = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    const field = refusals[(error as { constraint?: string }).constraint ?? '']
    if (field) throw invalid(field.code, {}, [field])
    throw error
  }
}

export const refuse = (field: FieldError | null): void => {
  if (field) throw invalid(field.code, field.params, [field])
}

export const one = <T>(row: T | undefined): T => {
  if (row === undefined) throw notFound()
  return row
}
