import { invalid } from '#kit/errors/index.ts'

/** An opaque place in a list: the sort values of the last row given. */
export const encodeCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** @throws `services.cursor-invalid` (422) for anything but a cursor of ours with that many values. */
export const decodeCursor = (cursor: string, length: number): (string | number)[] => {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (
      Array.isArray(values) &&
      values.length === length &&
      values.every((value) => typeof value === 'string' || typeof value === 'number')
    ) {
      return values
    }
  } catch {
    // Falls through to the one clear refusal.
  }
  throw cursorInvalid()
}

export const cursorInvalid = () =>
  invalid('services.cursor-invalid', {}, [{ field: 'cursor', code: 'services.cursor-invalid' }])
