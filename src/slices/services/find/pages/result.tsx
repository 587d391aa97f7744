import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { publicShell } from '#kit/http/shell.tsx'
import { momentText, QrCode, safeUrl } from '#kit/ui/index.ts'
import type { CanFlag } from '../../schema.ts'
import { words } from '../../words.ts'
import type { Asked, QuestionQuery } from '../question.ts'
import type { Hit, SearchResult } from '../search.ts'
import { findTexts as t } from '../texts.ts'
import { Numbers } from './numbers.tsx'
import { OldPicture } from './old-picture.tsx'
import { PlaceCard } from './place-card.tsx'
import { sayLanguage } from './say.ts'

export interface ResultView {
  asked: Asked
  query: QuestionQuery
  result: SearchResult
  /** The part of the result on this page. */
  shown: Hit[]
  /** Where nothing fits: what is open now though it was not asked for. */
  instead: Hit[]
  /** Name of the place typed, as we know it. */
  placeName: string | null
  nextHref: string | null
  /** Address of this search without the cursor: to share, to print, to change. */
  search: URLSearchParams
  showLeft: boolean
  /** Nothing being reported, the page stays as it is until this moment, ms. */
  until: number
}

/**
 * Surely open and surely for this person. Nobody is asked for their gender: a place for women only is
 * promised to who asked for such places, and is "perhaps" to anybody else.
 */
const isNowFor =
  (can: readonly CanFlag[]) =>
  (hit: Hit): boolean =>
    hit.fits === 'yes' &&
    hit.openNow === true &&
    (hit.place.eligibility['women-only'] !== 'yes' || can.includes('women-only'))
const isLater = (hit: Hit): boolean => hit.openNow === false

/** The three parts of a result in their order: come now, perhaps, later. */
export const partsOf = (
  can: readonly CanFlag[],
  shown: readonly Hit[],
): { now: Hit[]; maybe: Hit[]; later: Hit[] } => {
  const isNow = isNowFor(can)
  return {
    now: shown.filter(isNow),
    maybe: shown.filter((hit) => !isNow(hit) && !isLater(hit)),
    later: shown.filter((hit) => !isNow(hit) && isLater(hit)),
  }
}

/** A word inside a sentence: only its first letter is lowered, CPR stays CPR. */
const lowered = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1)

/** What was asked, in one line. */
export const sayAsked = (
  ctx: Ctx,
  view: Pick<ResultView, 'query' | 'placeName' | 'asked'>,
): string => {
  const { lang } = ctx
  const { query } = view
  return [
    query.need ? words(lang, `need.${query.need}`) : t(lang, 'asked.any'),
    view.placeName === null ? null : t(lang, 'asked.near', { place: view.placeName }),
    ...(query.can ?? []).map((flag) => lowered(words(lang, `criterion.${flag}`))),
    query.language ? sayLanguage(query.language, lang) : null,
    view.asked.isNow ? null : t(lang, 'asked.at', { when: momentText(lang, view.asked.at) }),
  ]
    .filter((part) => part !== null)
    .join(' · ')
}

export const sayLead = (ctx: Ctx, view: Pick<ResultView, 'asked' | 'result'>): string => {
  const { found } = view.result
  const now = found.filter(isNowFor(view.asked.question.can)).length
  const maybe = found.length - now
  const parts = [
    now > 0
      ? t(ctx.lang, 'lead.now', { n: now })
      : found.length > 0
        ? t(ctx.lang, 'lead.none-now')
        : null,
    now === 0 && maybe > 0 ? t(ctx.lang, 'lead.perhaps', { n: maybe }) : null,
    found.length === 0 ? t(ctx.lang, 'lead.none') : null,
  ]
  return parts.filter((part) => part !== null).join(' ')
}

/** How many were left out and why, as one sentence. */
export const sayLeft = (ctx: Ctx, excluded: SearchResult['excluded']): string | null =>
  excluded.count === 0
    ? null
    : `${t(ctx.lang, 'left.count', { n: excluded.count })} ${Object.entries(excluded.byReason)
        .map(([reason, n]) => t(ctx.lang, `left.${reason}` as 'left.closed', { n: n ?? 0 }))
        .join(', ')}.`

const Section = (props: {
  title: string
  ctx: Ctx
  view: ResultView
  hits: Hit[]
}): VNode | null =>
  props.hits.length === 0 ? null : (
    <section class="stack">
      <h2>{props.title}</h2>
      <div class="cards">
        {props.hits.map((hit) => (
          <PlaceCard
            key={hit.id}
            lang={props.ctx.lang}
            hit={hit}
            asked={props.view.asked.question}
            ms={props.view.asked.at.getTime()}
            href={props.ctx.href}
          />
        ))}
      </div>
    </section>
  )

const Left = ({ ctx, view }: { ctx: Ctx; view: ResultView }): VNode | null => {
  const said = sayLeft(ctx, view.result.excluded)
  if (said === null) return null
  const toggled = new URLSearchParams(view.search)
  if (view.showLeft) toggled.delete('left')
  else toggled.set('left', '1')
  return (
    <section class="stack">
      <p class="asked">
        {said}{' '}
        <a href={safeUrl(`${ctx.href('/find')}?${toggled}`)}>
          {t(ctx.lang, view.showLeft ? 'left.hide' : 'left.show')}
        </a>
      </p>
      {view.showLeft ? (
        <>
          <h2>{t(ctx.lang, 'section.left')}</h2>
          <ul>
            {view.result.left.slice(0, 100).map(({ place, reason }) => (
              <li key={place.id}>
                <a href={safeUrl(ctx.href(`/places/${place.id}`))}>{place.name}</a>:{' '}
                {t(ctx.lang, `left.${reason}`, { n: '' }).trim()}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}

/** The answer first, in the words of the one who asks; prints as a poster with a QR code. */
export const resultPage = (ctx: Ctx, view: ResultView): VNode => {
  const { lang } = ctx
  const { asked, query, shown } = view
  const parts = partsOf(asked.question.can, shown)
  const title = query.need ? words(lang, `need.${query.need}`) : t(lang, 'title.any')
  const address = `${ctx.baseUrl}${ctx.href('/find')}?${view.search}`
  return publicShell(
    ctx,
    { title },
    <>
      <h1>{title}</h1>
      <p class="lead">{sayLead(ctx, view)}</p>
      <p class="asked">
        <span>{sayAsked(ctx, view)}</span>
        <a href={safeUrl(`${ctx.href('/')}?${view.search}`)}>{t(lang, 'asked.change')}</a>
      </p>
      <OldPicture ctx={ctx} asked={asked} />
      <Section ctx={ctx} view={view} title={t(lang, 'section.now')} hits={parts.now} />
      <Section ctx={ctx} view={view} title={t(lang, 'section.maybe')} hits={parts.maybe} />
      <Section ctx={ctx} view={view} title={t(lang, 'section.later')} hits={parts.later} />
      <Section ctx={ctx} view={view} title={t(lang, 'section.instead')} hits={view.instead} />
      {view.nextHref ? (
        <p>
          <a href={safeUrl(view.nextHref)}>{t(lang, 'next-page')}</a>
        </p>
      ) : null}
      {view.result.found.length + view.instead.length === 0 ? (
        <p>
          {t(lang, 'nothing.try')}{' '}
          <a href={safeUrl(`${ctx.href('/')}?${view.search}`)}>{t(lang, 'nothing.change')}</a>
        </p>
      ) : null}
      <Left ctx={ctx} view={view} />
      <Numbers lang={lang} hotlines={asked.hotlines} ms={asked.at.getTime()} />
      <p class="twin">
        <a href={safeUrl(`${ctx.href('/find.txt')}?${view.search}`)}>{t(lang, 'twin')}</a>
      </p>
      <div class="poster print-only">
        <p>{t(lang, 'poster.scan')}</p>
        <QrCode lang={lang} url={address} />
        <p>{t(lang, 'poster.printed', { when: momentText(lang, ctx.now) })}</p>
      </div>
    </>,
  )
}
