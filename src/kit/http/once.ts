import { createHash } from 'node:crypto'
import { read, type Tx, write } from '../db/index.ts'
import { conflict, invalid } from '../errors/index.ts'
import { asVaernError } from './problems.ts'
import { type Answer, type Ctx, json } from './route.ts'

interface Written {
  status: number
  body: Record<string, unknown>
}

class AlreadyAnswered extends Error {}

/**
 * A write that is stored at most once (rule 9): with an `Idempotency-Key`, the answer is kept in
 * the same transaction, and the same key again gets the same answer and writes nothing.
 * @throws conflict `idempotency.key-reused` where the key was used for another request.
 */
export const writeOnce = async (ctx: Ctx, work: (tx: Tx) => Promise<Written>): Promise<Answer> => {
  const key = ctx.headers['idempotency-key']
  if (key === undefined) {
    const written = await write(ctx.space, ctx.actor, work)
    return json(written.body, { status: written.status })
  }
  if (typeof key !== 'string' || key.length < 1 || key.length > 200) {
    throw invalid('idempotency.key-invalid')
  }
  const hash = createHash('sha256')
    .update(`${ctx.request.method} ${ctx.path}\n${JSON.stringify(ctx.body ?? null)}`)
    .digest()
  const actor = ctx.actor.id ?? ctx.actor.name
  try {
    const written = await write(ctx.space, ctx.actor, async (tx) => {
      const result = await work(tx)
      const kept = await tx
        .insertInto('kit.idempotency')
        .values({
          actor,
          key,
          requestHash: hash,
          status: result.status,
          body: JSON.stringify(result.body),
        })
        .onConflict((oc) => oc.doNothing())
        .executeTakeFirst()
      if (kept.numInsertedOrUpdatedRows === 0n) throw new AlreadyAnswered()
      return result
    })
    return json(written.body, { status: written.status })
  } catch (error) {
    // Nobody there to ask: to try twice more would only keep the sender waiting.
    if (asVaernError(error).status === 503) throw error
    const before = await read(ctx.space, ctx.actor, (tx) =>
      tx
        .selectFrom('kit.idempotency')
        .select(['requestHash', 'status', 'body'])
        .where('actor', '=', actor)
        .where('key', '=', key)
        .executeTakeFirst(),
    ).catch(() => undefined)
    if (!before) throw error
    if (!hash.equals(before.requestHash)) throw conflict('idempotency.key-reused')
    return json(before.body, { status: before.status, headers: { 'idempotent-replay': 'true' } })
  }
}
