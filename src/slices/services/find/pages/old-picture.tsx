import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { Notice, whenText } from '#kit/ui/index.ts'
import type { Asked } from '../question.ts'
import { findTexts as t } from '../texts.ts'

/** A picture is confirmed every ten seconds: this much older, and the database has been silent for a while. */
const OLD_MS = 45_000

/** What to say where the database has been gone for a while; null where the picture is of this moment. */
export const sayOld = (ctx: Ctx, asked: Pick<Asked, 'isNow' | 'picture'>): string | null =>
  asked.isNow && ctx.now.getTime() - asked.picture.confirmedAt > OLD_MS
    ? t(ctx.lang, 'picture.old', {
        when: whenText(ctx.lang, new Date(asked.picture.confirmedAt), ctx.now),
      })
    : null

/** What a past picture does not know: reports are kept as facts, the description of a place is today's. */
export const sayThen = (ctx: Ctx, asked: Asked): string | null =>
  asked.isNow || ctx.space.clock !== null ? null : t(ctx.lang, 'asked.then')

/** The same as a notice on a page: nothing old looks fresh, and nothing of today looks old. */
export const OldPicture = ({ ctx, asked }: { ctx: Ctx; asked: Asked }): VNode | null => {
  const old = sayOld(ctx, asked)
  const then = sayThen(ctx, asked)
  const said = old ?? then
  return said === null ? null : (
    <Notice lang={ctx.lang} kind={old === null ? 'info' : 'warning'}>
      <p>{said}</p>
    </Notice>
  )
}
