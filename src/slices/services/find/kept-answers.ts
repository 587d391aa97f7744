import type { Ctx } from '#kit/http/index.ts'
import { livePicture, type Picture } from './picture.ts'
import type { Asked } from './question.ts'

/**
 * A result of the present is written once for all who ask the same (idea 6). It is kept until something is
 * reported, a place opens or closes, a report turns stale or an age grows: exactly as long as it would
 * come out the same. In memory only, and never for longer than a minute: what people need is sensitive.
 */
interface Kept {
  body: Buffer
  version: number
  /** Ms, half open. */
  from: number
  until: number
}

const MOST = 1_000
const MINUTE_MS = 60_000
const answers = new WeakMap<Picture, Map<string, Kept>>()

/** All that an answer depends on beside the picture and the moment. */
const keyOf = (ctx: Ctx): string => `${ctx.lang} ${ctx.baseUrl}${ctx.href(ctx.path)}`

/** What somebody else was answered a moment ago, with its picture; null where it has to be made. */
export const findKept = async (ctx: Ctx): Promise<{ body: Buffer; picture: Picture } | null> => {
  if (ctx.space.clock !== null) return null
  const picture = await livePicture(ctx.space).current()
  const kept = answers.get(picture)?.get(keyOf(ctx))
  const ms = ctx.now.getTime()
  return kept && kept.version === picture.version && kept.from <= ms && ms < kept.until
    ? { body: kept.body, picture }
    : null
}

/** Keeps an answer of the present until (not with) a moment, ms; one of the past is not kept. */
export const keep = (ctx: Ctx, asked: Asked, until: number, body: Buffer): void => {
  if (!asked.isNow) return
  const { picture } = asked
  let kept = answers.get(picture)
  if (!kept) {
    kept = new Map()
    answers.set(picture, kept)
  }
  // None of them holds for longer than a minute: which goes first does not matter.
  const all = kept
  if (all.size === 0) setTimeout(() => all.clear(), MINUTE_MS).unref()
  else if (all.size >= MOST) all.clear()
  all.set(keyOf(ctx), { body, version: picture.version, from: asked.at.getTime(), until })
}
