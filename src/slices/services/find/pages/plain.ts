import type { Ctx } from '#kit/http/index.ts'
import { momentText, numberText } from '#kit/ui/index.ts'
import { words } from '../../words.ts'
import { findTexts as t } from '../texts.ts'
import { sayLine } from './numbers.tsx'
import { sayOld, sayThen } from './old-picture.tsx'
import { partsOf, type ResultView, sayAsked, sayLead, sayLeft } from './result.tsx'
import { sayPlaceOnPage } from './say.ts'

/** The plain-text twin of a result: for the oldest phone, a text message, a reader. */
export const plainResult = (ctx: Ctx, view: ResultView): string => {
  const { lang } = ctx
  const { asked, query } = view
  const ms = asked.at.getTime()
  const lines: string[] = [
    query.need ? words(lang, `need.${query.need}`) : t(lang, 'title.any'),
    sayAsked(ctx, view),
    momentText(lang, asked.at),
    ...(ctx.space.demo ? [t(lang, 'place.fictional')] : []),
    '',
    sayLead(ctx, view),
  ]
  const old = sayOld(ctx, asked) ?? sayThen(ctx, asked)
  if (old !== null) lines.push(old)
  const hits = view.shown.length > 0 ? view.shown : view.instead
  if (view.shown.length === 0 && hits.length > 0) lines.push('', t(lang, 'section.instead'))
  const { now, maybe, later } = partsOf(asked.question.can, hits)
  for (const hit of [...now, ...maybe, ...later]) {
    if (hit === maybe[0]) lines.push('', t(lang, 'section.maybe'))
    const said = sayPlaceOnPage(hit, asked.question, ms, lang)
    const km =
      hit.distanceKm === null ? '' : `, ${t(lang, 'km', { km: numberText(lang, hit.distanceKm) })}`
    lines.push(
      '',
      hit.place.name,
      `  ${words(lang, `kind.${hit.place.kind}`)}${km}. ${said.where}`,
      `  ${said.status.label}${said.status.more ? ` ${said.status.more}` : ''}. ${said.conflict ?? said.age}`,
      ...said.places.map((each) => `  ${each.text}${each.age ? `. ${each.age}` : ''}`),
      ...said.stops.map((stop) => `  ${stop}`),
      ...said.unknowns.map((unknown) => `  ? ${unknown}`),
      ...said.points.map((point) => `  - ${point}`),
      ...(hit.place.phone ? [`  ${t(lang, 'call', { phone: hit.place.phone })}`] : []),
    )
  }
  const left = sayLeft(ctx, view.result.excluded)
  lines.push('', ...(left === null ? [] : [left, '']), t(lang, 'front.acute'))
  for (const line of asked.hotlines) {
    if (line.acute) continue
    lines.push(`${line.name}: ${line.phones.join(' / ')}. ${sayLine(line, ms, lang)}`)
  }
  return `${lines.join('\n')}\n`
}
