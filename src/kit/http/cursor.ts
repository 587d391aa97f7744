import { z } from 'zod'
import { invalid } from '../errors/index.ts'

/** An opaque place in a list: what the last row given was sorted by. */
export const writeCursor = (values: readonly (string | number | boolean)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/**
 * What a cursor says; null where none was sent.
 * @param shape what each value must be: anybody may send what was never one of ours
 * @throws invalid 422 `cursor-invalid` at the field `cursor`
 */
export const readCursor = <Shape extends z.ZodType>(
  cursor: string | null | undefined,
  shape: Shape,
): z.output<Shape> | null => {
  if (cursor === null || cursor === undefined || cursor === '') return null
  const read = shape.safeParse(parsed(cursor))
  if (read.success) return read.data
  throw invalid('cursor-invalid', {}, [{ field: 'cursor', code: 'cursor-invalid' }])
}

const parsed = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

/** A place in a list by name, told apart by id. */
export const byNameAndId = z.tuple([z.string(), z.guid()])

/** A moment as the database writes it: a `Date` cuts off its microseconds. */
export const databaseMoment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/)

/** A place in a list by moment, told apart by id. */
export const byMomentAndId = z.tuple([databaseMoment, z.guid()])
