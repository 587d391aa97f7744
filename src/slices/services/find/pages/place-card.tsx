import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { Button, Card, numberText, StatusTag, safeUrl, Tag, telUrl } from '#kit/ui/index.ts'
import type { PlaceFacts } from '../../schema.ts'
import { words } from '../../words.ts'
import type { Hit } from '../search.ts'
import { findTexts as t } from '../texts.ts'
import { type Asked, sayPlaceOnPage } from './say.ts'

/** The map of a public address; a place without one gets no link, distance or direction (rule 11). */
export const routeUrl = (place: PlaceFacts): string | undefined =>
  place.lat === null || place.lon === null
    ? undefined
    : `https://www.openstreetmap.org/?mlat=${place.lat}&mlon=${place.lon}#map=17/${place.lat}/${place.lon}`

const phonesOf = (phone: string | null): string | null => (phone && telUrl(phone) ? phone : null)

/** One place in a result: the answer first, then how to get in, then the ways to get there. */
export const PlaceCard = (props: {
  lang: Lang
  hit: Hit
  asked: Asked
  ms: number
  href: (path: string) => string
}): VNode => {
  const { lang, hit, ms } = props
  const { place } = hit
  const said = sayPlaceOnPage(hit, props.asked, ms, lang)
  const phone = phonesOf(place.phone)
  const facts = [
    words(lang, `kind.${place.kind}`),
    hit.distanceKm === null ? null : t(lang, 'km', { km: numberText(lang, hit.distanceKm) }),
    said.where,
  ].filter((part) => part !== null)
  return (
    <Card edge={said.status.value}>
      <h3>
        <a href={safeUrl(props.href(`/places/${place.id}`))}>{place.name}</a>
      </h3>
      <p class="muted">{facts.join(' · ')}</p>
      <p>
        <StatusTag lang={lang} value={said.status.value} label={said.status.label} />{' '}
        {said.status.more}{' '}
        {place.eligibility['women-only'] === 'yes' ? (
          <Tag>{words(lang, 'criterion.women-only')}</Tag>
        ) : null}
      </p>
      {said.conflict ? (
        <p>
          <strong>{said.conflict}</strong>
        </p>
      ) : said.age && !said.places.some((each) => each.age === said.age) ? (
        <p class="muted">{said.age}</p>
      ) : null}
      {said.places.map((each) => (
        <p key={each.text}>
          {each.strong ? <strong>{each.text}</strong> : each.text}
          {each.age ? <span class="muted"> · {each.age}</span> : null}
        </p>
      ))}
      {said.stops.map((stop) => (
        <p key={stop}>{stop}</p>
      ))}
      {said.unknowns.length > 0 ? (
        <ul class="tags">
          {said.unknowns.map((unknown) => (
            <li key={unknown}>
              <StatusTag lang={lang} value="unknown" label={unknown} />
            </li>
          ))}
        </ul>
      ) : null}
      <ul>
        {said.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      {place.houseRules.length > 0 ? (
        <p>
          {t(lang, 'house-rules')}: {place.houseRules.join('. ')}
        </p>
      ) : null}
      <div class="actions">
        {phone ? (
          <Button href={telUrl(phone)} label={`${t(lang, 'call', { phone })}, ${place.name}`}>
            {t(lang, 'call', { phone })}
          </Button>
        ) : null}
        {routeUrl(place) ? (
          <Button
            kind="secondary"
            href={routeUrl(place)}
            label={`${t(lang, 'route')}, ${place.name}`}
          >
            {t(lang, 'route')}
          </Button>
        ) : null}
      </div>
    </Card>
  )
}
