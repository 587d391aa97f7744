import { z } from 'zod'
import { presentOf } from '#kit/db/index.ts'
import { json, type Route, route } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { formatMoment, localDate, parseDate, parseMoment } from '#kit/time/index.ts'
import { hotlineJson, sayHotline, units } from '#slices/services/index.ts'
import { areaOn } from './denmark.ts'
import { readers } from './policy.ts'
import { listAnnouncements, MOST_ROWS } from './queries.ts'
import { forceOn, whenIssued } from './rules.ts'
import { type Announcement, lanes } from './schema.ts'
import { situationOf } from './view.ts'

const moment = z.string().describe('ISO 8601 with the offset of Europe/Copenhagen')
const count = z.number().int().min(0)

const rowJson = z.object({
  id: z.string(),
  date: z
    .string()
    .optional()
    .describe('The day it was issued; absent where only the week is known'),
  week: z.number().int().optional().describe('ISO week; the day is not known'),
  weekYear: z.number().int().optional(),
  lane: z.enum(lanes),
  area: z.string(),
  issuer: z.string(),
  text: z.string(),
  effectiveFrom: z.string().nullable(),
  effectiveUntil: z.string().nullable(),
  reconstructed: z.boolean().describe('Entered later from a document'),
  source: z
    .object({
      document: z.string(),
      line: z.number().int().optional(),
      quote: z.string().optional(),
    })
    .nullable(),
})

/** An announcement as other systems read it, in one language (Danish where there is no English). */
export const sayRow = (row: Announcement, lang: Lang): z.input<typeof rowJson> => ({
  id: row.id,
  ...whenIssued(row),
  lane: row.lane,
  area: row.area,
  issuer: row.issuer,
  text: (lang === 'en' ? row.textEn : null) ?? row.textDa,
  effectiveFrom: row.effectiveFrom,
  effectiveUntil: row.effectiveUntil,
  reconstructed: row.reconstructed,
  source: row.source,
})

export const situationJson = z.object({
  at: moment,
  area: z.string(),
  services: z.object({ open: count, limited: count, closed: count, unknown: count }),
  capacity: z
    .array(
      z.object({
        unit: z.enum(units),
        total: count.describe('Declared places; a declared total counts until it is changed'),
        free: count.nullable().describe('Of fresh reports only; null: none is fresh, never zero'),
        staleCount: count.describe('Services whose free places are stale or were never told'),
        freeInClosed: count.describe('Of `free`, those in services reported closed'),
      }),
    )
    .describe('Every kind of place by itself; kinds are never added to each other'),
  timeline: z.array(
    rowJson.extend({
      force: z
        .enum(['in-force', 'not-yet', 'ended', 'unknown'])
        .describe(
          'Whether it holds on the day of `at`; unknown: the source does not say from when',
        ),
    }),
  ),
  hotlines: z.array(
    hotlineJson.extend({
      escalationStep: z.number().int().describe('1: ask here first; 2: when step 1 had no answer'),
    }),
  ),
})

const time = z.string().max(40).optional()
const area = z
  .string()
  .max(40)
  .optional()
  .describe("dk (unless told), a region's code or a municipality's code")

export const apiRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/api/v1/situation',
    permission: readers,
    kind: 'api',
    summary:
      'Services by status, places kind by kind, timeline and hotlines of an area at a moment',
    query: z.object({
      at: time.describe('The moment; now, or in a case the end of its clock'),
      known: time.describe('Only what had been learnt by then'),
      area,
    }),
    response: situationJson,
    handler: async (ctx) => {
      const situation = await situationOf(ctx.space, ctx.actor, ctx.query, ctx.now)
      const { at, tally } = situation
      return json({
        at: formatMoment(at),
        area: situation.area.code,
        services: tally.services,
        capacity: units.map((unit) => {
          const { total, free, staleCount, freeInClosed } = tally.capacity[unit]
          return { unit, total, free, staleCount, freeInClosed }
        }),
        timeline: situation.timeline.map((row) => ({
          ...sayRow(row, ctx.lang),
          force: forceOn(row, localDate(at.getTime())),
        })),
        hotlines: situation.hotlines.map((line) => ({
          ...sayHotline(line, at.getTime()),
          escalationStep: line.escalationStep,
        })),
      })
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/timeline',
    permission: 'public',
    kind: 'api',
    summary: `Announcements in lanes, in the order they were issued; the newest ${MOST_ROWS} of a period`,
    query: z.object({
      from: time.describe('First day, 2020-03-06'),
      to: time.describe('Last day'),
      lane: z.enum(lanes).optional(),
      area,
      known: time.describe('Only what had been learnt by then'),
    }),
    response: z.object({ timeline: z.array(rowJson) }),
    handler: async (ctx) => {
      const { query } = ctx
      const to = query.to ? parseDate(query.to) : undefined
      const view = await areaOn(
        ctx.space,
        query.area || 'dk',
        to ?? localDate(presentOf(ctx.space, ctx.now).getTime()),
      )
      const rows = await listAnnouncements(ctx.space.db, {
        areas: view.announced,
        lane: query.lane,
        from: query.from ? parseDate(query.from) : undefined,
        to,
        known: query.known ? parseMoment(query.known) : null,
      })
      return json({ timeline: rows.map((row) => sayRow(row, ctx.lang)) })
    },
  }),
]
