import { type Answer, type Ctx, text } from '#kit/http/index.ts'
import { renderDocument } from '#kit/ui/index.ts'
import { sayOld } from './pages/old-picture.tsx'
import { type ResultView, resultPage } from './pages/result.tsx'
import { livePicture, type Picture } from './picture.ts'

/**
 * A result of the present is rendered once for all who ask the same (idea 6). It is kept until something is
 * reported, a place opens or closes, a report turns stale or a minute ends: exactly as long as it would
 * come out the same. In memory only, and never for longer than a minute: what people need is sensitive.
 */
interface KeptPage {
  html: Buffer
  version: number
  from: number
  until: number
}

const MOST = 500
const MINUTE_MS = 60_000
const kept = new WeakMap<Picture, Map<string, KeptPage>>()

const keyOf = (ctx: Ctx): string => `${ctx.lang} ${ctx.baseUrl}${ctx.href(ctx.path)}`

const htmlAnswer = (html: Buffer): Answer => text(html, { contentType: 'text/html; charset=utf-8' })

/** The page as somebody else got it a moment ago, or null where it has to be made. */
export const findKeptPage = async (ctx: Ctx): Promise<Answer | null> => {
  if (ctx.space.clock !== null) return null
  const picture = await livePicture(ctx.space).current()
  const found = kept.get(picture)?.get(keyOf(ctx))
  const ms = ctx.now.getTime()
  if (!found || found.version !== picture.version || ms < found.from || ms >= found.until) {
    return null
  }
  return sayOld(ctx, { isNow: true, picture }) === null ? htmlAnswer(found.html) : null
}

/** Renders a result, and keeps it where it is of the present. */
export const renderResult = (ctx: Ctx, view: ResultView): Answer => {
  const { asked } = view
  const html = Buffer.from(renderDocument(resultPage(ctx, view)))
  if (asked.isNow && sayOld(ctx, asked) === null) {
    const { picture } = asked
    const pages = kept.get(picture) ?? new Map<string, KeptPage>()
    // None of them holds for longer than a minute: which goes first does not matter.
    if (pages.size === 0) setTimeout(() => pages.clear(), MINUTE_MS).unref()
    else if (pages.size >= MOST) pages.clear()
    pages.set(keyOf(ctx), {
      html,
      version: picture.version,
      from: asked.at.getTime(),
      until: view.until,
    })
    kept.set(picture, pages)
  }
  return htmlAnswer(html)
}
