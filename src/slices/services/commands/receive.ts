import { createHash } from 'node:crypto'
import type pg from 'pg'
import { heldBy } from '#kit/db/context.ts'
import type { Space } from '#kit/db/index.ts'
import { conflict } from '#kit/errors/index.ts'
import { type Answer, asVaernError, type Ctx, json, writeOnce } from '#kit/http/index.ts'
import { mayReportAnything } from '../policy.ts'
import { type ReportInput, readReport } from '../report/input.ts'
import { refusing } from './refusals.ts'
import type { Receipt } from './report.ts'
import { serviceTopics } from './topics.ts'

/**
 * The hot path: a report of one service over the API as one prepared statement, which says who acts,
 * appends, and keeps the answer for the Idempotency-Key. The same rights, rules and change log as
 * `reportStatus`, since the database holds them; half the round trips.
 * @throws as `reportStatus`
 */
export const receiveReport = async (
  ctx: Ctx<{ id: string }, unknown, ReportInput>,
): Promise<Answer> => {
  const key = ctx.headers['idempotency-key']
  try {
    mayReportAnything(ctx.actor)
    const report = readReport(ctx.body, ctx.now.getTime())
    const receipt = await append(ctx.space, [
      heldBy(ctx.actor),
      ctx.params.id,
      JSON.stringify(report),
      typeof key === 'string' ? key : null,
      key === undefined ? null : hashOf(ctx),
    ])
    return json(receipt, { status: 201 })
  } catch (error) {
    if (key === undefined || asVaernError(error).status === 503) throw error
    // It may have been received before: then the same answer again, whatever the rules say by now.
    return writeOnce(ctx, () => Promise.reject(asError(error)))
  }
}

const asError = (error: unknown): unknown =>
  (error as { constraint?: string }).constraint === 'idempotency_pkey'
    ? conflict('idempotency.key-reused')
    : error

const append = async (space: Space, values: unknown[]): Promise<Receipt> => {
  const { rows } = await refusing(
    (): Promise<pg.QueryResult<Receipt & { municipality: string | null }>> =>
      space.pool.query({
        name: 'services.receive_report',
        text: 'SELECT id, seq, municipality FROM services.receive_report($1, $2, $3, $4, $5)',
        values,
      }),
  )
  const { id, seq, municipality } = rows[0] as Receipt & { municipality: string | null }
  // Durable now: tell everybody who looks at it.
  space.publish(await serviceTopics(space.db, values[1] as string, municipality))
  return { id, seq }
}

/** What the key stands for, as `writeOnce` reckons it. */
const hashOf = (ctx: Ctx<unknown, unknown, unknown>): Buffer =>
  createHash('sha256')
    .update(`${ctx.request.method} ${ctx.path}\n${JSON.stringify(ctx.body ?? null)}`)
    .digest()
