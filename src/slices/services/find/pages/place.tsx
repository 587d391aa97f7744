import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { publicShell } from '#kit/http/shell.tsx'
import type { Lang } from '#kit/i18n/index.ts'
import {
  dateOfDay,
  localDay,
  sayDate,
  sayMinute,
  sayWeekday,
  weekdayOfDay,
} from '#kit/time/index.ts'
import { Button, Notice, StatusTag, SummaryList, safeUrl, Table, telUrl } from '#kit/ui/index.ts'
import { openingsOn, type Timetable } from '../../rules.ts'
import { canFlags, criteria, type PlaceFacts } from '../../schema.ts'
import { words } from '../../words.ts'
import type { Asked } from '../question.ts'
import { findTexts as t } from '../texts.ts'
import { Numbers } from './numbers.tsx'
import { OldPicture } from './old-picture.tsx'
import { routeUrl } from './place-card.tsx'
import { sayPlaceOnPage } from './say.ts'

const DAYS = 7

/** The next days as they will be: holidays and dated changes are already in. */
export const Week = ({ ctx, place, ms }: { ctx: Ctx; place: Timetable; ms: number }): VNode => {
  const { lang } = ctx
  const first = localDay(ms)
  const days = Array.from({ length: DAYS }, (_, ahead) => {
    const day = first + ahead
    const openings = openingsOn(place, day)
    const spans: string[] = []
    for (let i = 0; openings && i < openings.length; i += 2) {
      const [from = 0, until = 0] = openings.slice(i, i + 2)
      spans.push(
        from === 0 && until === 1440
          ? t(lang, 'place.day.all')
          : `${sayMinute(from % 1440, lang)}–${sayMinute(until % 1440, lang)}`,
      )
    }
    return {
      key: dateOfDay(day),
      name: `${sayWeekday(weekdayOfDay(day), lang)} ${sayDate(dateOfDay(day), lang)}`,
      hours:
        openings === null
          ? words(lang, 'answer.unknown')
          : spans.join(', ') || t(lang, 'place.day.closed'),
    }
  })
  return (
    <Table
      lang={lang}
      caption={t(lang, 'place.week')}
      rows={days}
      rowKey={(row) => row.key}
      columns={[
        { key: 'day', label: t(lang, 'place.day'), cell: (row) => row.name },
        { key: 'hours', label: t(lang, 'place.hours'), cell: (row) => row.hours },
      ]}
      empty={t(lang, 'place.hours.unknown')}
    />
  )
}

/** Why the hours of some days are others than usual, as long as it lasts or is still to come. */
const Changes = ({ lang, place, ms }: { lang: Lang; place: PlaceFacts; ms: number }): VNode => (
  <>
    {place.datedHours
      .filter((change) => change.until >= dateOfDay(localDay(ms)))
      .map(({ from, until, hours, reason }) => (
        <p key={`${from} ${until}`}>
          {t(lang, 'place.hours.changed', {
            from: sayDate(from, lang),
            until: sayDate(until, lang),
          })}
          : {hours ?? t(lang, 'place.hours.closed')}
          {reason ? `. ${reason}` : null}
        </p>
      ))}
  </>
)

/** One place for the public: only what anyone may see, every number with its age. */
export const placePage = (ctx: Ctx, place: PlaceFacts, asked: Asked): VNode => {
  const { lang } = ctx
  const ms = asked.at.getTime()
  const said = sayPlaceOnPage({ place, unknowns: [] }, { need: null, can: canFlags }, ms, lang)
  return publicShell(
    ctx,
    { title: place.name },
    <>
      <h1>{place.name}</h1>
      <p class="lead">{words(lang, `kind.${place.kind}`)}</p>
      <OldPicture ctx={ctx} asked={asked} />
      {place.fictional ? (
        <Notice lang={lang}>
          <p>{t(lang, 'place.fictional')}</p>
        </Notice>
      ) : null}
      <p>
        <StatusTag lang={lang} value={said.status.value} label={said.status.label} />{' '}
        {said.status.more}
      </p>
      {said.conflict ? <p>{said.conflict}</p> : <p class="muted">{said.age}</p>}
      {said.places.map((each) => (
        <p key={each.text}>
          {each.strong ? <strong>{each.text}</strong> : each.text}
          {each.age ? <span class="muted"> · {each.age}</span> : null}
        </p>
      ))}
      {said.stops.map((stop) => (
        <p key={stop}>{stop}</p>
      ))}
      {place.description ? <p>{place.description}</p> : null}
      <div class="actions">
        {place.phone && telUrl(place.phone) ? (
          <Button href={telUrl(place.phone)}>{t(lang, 'call', { phone: place.phone })}</Button>
        ) : null}
        {routeUrl(place) ? (
          <Button kind="secondary" href={routeUrl(place)}>
            {t(lang, 'route')}
          </Button>
        ) : null}
        {safeUrl(place.url) ? (
          <Button kind="secondary" href={safeUrl(place.url)}>
            {t(lang, 'website')}
          </Button>
        ) : null}
      </div>
      <SummaryList
        items={[
          { label: t(lang, 'place.contact'), value: said.where },
          { label: t(lang, 'place.run-by'), value: place.organisationName },
        ]}
      />
      <ul>
        {said.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      {place.houseRules.length > 0 ? (
        <section class="stack">
          <h2>{t(lang, 'house-rules')}</h2>
          <ul>
            {place.houseRules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
        </section>
      ) : null}
      <section class="stack">
        <h2>{t(lang, 'place.hours')}</h2>
        <Changes lang={lang} place={place} ms={ms} />
        <Week ctx={ctx} place={place} ms={ms} />
      </section>
      <section class="stack">
        <h2>{t(lang, 'place.who')}</h2>
        {place.barriersAssessed ? null : <p class="muted">{t(lang, 'place.not-assessed')}</p>}
        <SummaryList
          items={criteria.map((criterion) => ({
            label: words(lang, `criterion.${criterion}`),
            value: words(lang, `answer.${place.eligibility[criterion] ?? 'unknown'}`),
          }))}
        />
      </section>
      <Numbers lang={lang} hotlines={asked.picture.hotlines} ms={ms} />
    </>,
  )
}
