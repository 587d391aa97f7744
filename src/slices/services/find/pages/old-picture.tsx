import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { Notice, whenText } from '#kit/ui/index.ts'
import type { Asked } from '../question.ts'
import { findTexts as t } from '../texts.ts'

/** A picture is confirmed every ten seconds: this much older, and the database has been silent for a while. */
const OLD_MS = 45_000

/** What to say where the database has been gone for a while; null where the picture is of this moment. */
export const sayOld = (ctx: Ctx, asked: Asked): string | null =>
  asked.isNow && ctx.now.getTime() - asked.picture.confirmedAt > OLD_MS
    ? t(ctx.lang, 'picture.old', {
        when: whenText(ctx.lang, new Date(asked.picture.confirmedAt), ctx.now),
      })
    : null

/** The same as a warning on a page: nothing old looks fresh. */
export const OldPicture = ({ ctx, asked }: { ctx: Ctx; asked: Asked }): VNode | null => {
  const said = sayOld(ctx, asked)
  return said === null ? null : (
    <Notice lang={ctx.lang} kind="warning">
      <p>{said}</p>
    </Notice>
  )
}
