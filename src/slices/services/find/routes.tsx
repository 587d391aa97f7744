import { z } from 'zod'
import { notFound, VaernError } from '#kit/errors/index.ts'
import { type Answer, type Ctx, page, type Route, route, text } from '#kit/http/index.ts'
import { renderDocument } from '#kit/ui/index.ts'
import { findPlaceAmong } from '#slices/territory/index.ts'
import { findKept, keep } from './kept-answers.ts'
import { municipalitiesOn } from './municipalities.ts'
import { frontPage } from './pages/front.tsx'
import { sayOld } from './pages/old-picture.tsx'
import { placePage } from './pages/place.tsx'
import { plainResult } from './pages/plain.ts'
import { type ResultView, resultPage } from './pages/result.tsx'
import { pageOf } from './paging.ts'
import { placesRoute } from './places-api.ts'
import { ask, momentParam, type QuestionQuery, questionQuery } from './question.ts'
import { search } from './search.ts'
import { findTexts as t } from './texts.ts'

const PAGE = 20
/** Kilometres around a place typed on the page: as far as a bus goes. */
const REACH_KM = 30

/** An address that somebody shared may be old or mended by hand: what cannot be read is left out. */
const lenient = (query: unknown): QuestionQuery => {
  const read = questionQuery.safeParse(query)
  if (read.success) return read.data
  const kept: Record<string, unknown> = { ...(query as Record<string, unknown>) }
  for (const issue of read.error.issues) delete kept[String(issue.path[0])]
  return questionQuery.catch({}).parse(kept)
}
const pageQuery = z.looseObject({ left: z.string().optional() })

/** Names for the field's suggestions; the page works without them when the database is gone. */
const placeNames = async (ctx: Ctx): Promise<string[]> => {
  const rows = await municipalitiesOn(ctx.space, ctx.now).catch(() => [])
  return rows.map((row) => row.name)
}

interface Placed {
  query: QuestionQuery
  name: string | null
}

/** The place typed, as coordinates. @throws VaernError 422 `place-unknown` */
const placed = async (ctx: Ctx, query: QuestionQuery): Promise<Placed> => {
  const typed = query.place?.trim()
  if (!typed || query.lat !== undefined) return { query, name: typed ?? null }
  const municipalities = await municipalitiesOn(ctx.space, ctx.now)
  const [place] = findPlaceAmong(
    municipalities.map((one) => ({ ...one, municipality: one.code })),
    typed,
  )
  if (!place) throw new VaernError(422, 'place-unknown', { place: typed })
  return {
    query: { ...query, lat: place.lat, lon: place.lon, within: query.within ?? REACH_KM },
    name: place.name,
  }
}

/** «København» where an address has only the code; a region, or a code of no name here, stands as it is. */
const areaName = async (ctx: Ctx, code: string | undefined, at: Date): Promise<string | null> => {
  if (code === undefined) return null
  const municipalities = await municipalitiesOn(ctx.space, at).catch(() => [])
  return municipalities.find((one) => one.code === code)?.name ?? code
}

/** The address of a search without what belongs to one page of it. */
const addressOf = (ctx: Ctx): URLSearchParams => {
  const params = new URLSearchParams(ctx.path.split('?')[1] ?? '')
  params.delete('cursor')
  for (const [name, value] of [...params]) if (value === '') params.delete(name)
  return params
}

const viewOf = async (ctx: Ctx): Promise<ResultView> => {
  const typed = lenient(ctx.query)
  const { query, name } = await placed(ctx, typed)
  const asked = await ask(ctx.space, query, ctx.now)
  const ms = asked.at.getTime()
  const result = search(asked.picture, asked.question, ms, asked.nearMunicipalities)
  const { shown, next } = pageOf(result.found, query.cursor, query.limit ?? PAGE)
  const address = addressOf(ctx)
  const following = new URLSearchParams(address)
  if (next !== null) following.set('cursor', next)
  // Nothing fits: what is open now though it was not asked for.
  const other =
    result.found.length > 0 || asked.question.need === null
      ? null
      : search(asked.picture, { ...asked.question, need: null }, ms, asked.nearMunicipalities)
  return {
    asked,
    query,
    result,
    shown,
    instead: (other?.found ?? []).filter((hit) => hit.openNow === true).slice(0, 5),
    placeName: name ?? (await areaName(ctx, query.area, asked.at)),
    nextHref: next === null ? null : `${ctx.href('/find')}?${following}`,
    search: address,
    showLeft: (ctx.query as { left?: string }).left === '1',
    until: Math.min(result.until, other?.until ?? result.until),
  }
}

/** The result page: as somebody else got it a moment ago, or made now. Where the picture is old, the page says so. */
const answerResult = async (ctx: Ctx): Promise<Answer> => {
  const contentType = 'text/html; charset=utf-8'
  const kept = await findKept(ctx)
  if (kept && sayOld(ctx, { isNow: true, picture: kept.picture }) === null) {
    return text(kept.body, { contentType })
  }
  const view = await viewOf(ctx)
  const body = Buffer.from(renderDocument(resultPage(ctx, view)))
  if (sayOld(ctx, view.asked) === null) keep(ctx, view.asked, view.until, body)
  return text(body, { contentType })
}

export const findRoutes: Route[] = [
  placesRoute,
  route({
    method: 'GET',
    path: '/',
    permission: 'public',
    kind: 'page',
    summary: 'Find help now: what do you need, where are you, what should we know',
    query: z.looseObject({}),
    handler: async (ctx) =>
      page(frontPage(ctx, lenient(ctx.query), {}, await placeNames(ctx)), {
        headers: { 'cache-control': 'no-cache' },
      }),
  }),
  route({
    method: 'GET',
    path: '/find',
    permission: 'public',
    kind: 'page',
    summary: 'Places that are open and take this person',
    query: pageQuery,
    handler: async (ctx) => {
      try {
        return await answerResult(ctx)
      } catch (error) {
        if (!(error instanceof VaernError) || error.code !== 'place-unknown') throw error
        const message = t(ctx.lang, 'error.place-unknown', error.params)
        const query = lenient(ctx.query)
        return page(frontPage(ctx, query, { place: message }, await placeNames(ctx)), {
          status: 422,
        })
      }
    },
  }),
  route({
    method: 'GET',
    path: '/find.txt',
    permission: 'public',
    kind: 'page',
    summary: 'The same result as plain text',
    query: pageQuery,
    handler: async (ctx) => text(plainResult(ctx, await viewOf(ctx))),
  }),
  route({
    method: 'GET',
    path: '/places/:id',
    permission: 'public',
    kind: 'page',
    summary: 'One place: what it is, whom it takes, when it is open',
    params: z.object({ id: z.uuid() }),
    query: z.looseObject({ at: momentParam.optional(), known: momentParam.optional() }),
    handler: async (ctx) => {
      const query: QuestionQuery = { at: ctx.query.at, known: ctx.query.known }
      const asked = await ask(ctx.space, query, ctx.now)
      const place = asked.picture.places.get(ctx.params.id)
      if (!place) throw notFound()
      return page(placePage(ctx, place, asked))
    },
  }),
]
