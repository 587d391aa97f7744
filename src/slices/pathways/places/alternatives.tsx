import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { Link, StatusTag, telUrl } from '#kit/ui/index.ts'
import {
  canFlags,
  type Hit,
  type Kind,
  livePicture,
  type Need,
  needs,
  sayPlaceOnPage,
  search,
  words,
} from '#slices/services/index.ts'
import type { Answer } from '../schema.ts'
import { placesTexts as t } from '../texts/places.ts'

type View = Ctx<unknown, unknown, unknown>

export interface Wish {
  need: Need
  /** What holds for the person, in the directory's criteria. */
  facts: ReadonlyMap<string, Answer>
  /** Places here come first. */
  municipality: string | null
  /** The place that did not work out. */
  except?: string | null
  /** Only such a place. */
  kind?: Kind
  /** Places that are closed now count too, with when they open. */
  later?: boolean
  most: number
}

const sleeping: readonly Need[] = ['respite', 'overnight', 'crisis-centre', 'isolation']

/** What somebody is looking for who is referred to such a service. */
export const needAt = (service: { needs: readonly Need[] }): Need =>
  sleeping.find((need) => service.needs.includes(need)) ?? 'overnight'

export const needOf = (text: string | undefined): Need | null =>
  needs.find((each) => each === text) ?? null

const opensLater = ({
  place,
  distanceKm,
}: {
  place: Hit['place']
  distanceKm: number | null
}): Hit => ({
  id: place.id,
  name: place.name,
  place,
  fits: 'unknown',
  unknowns: [],
  openNow: false,
  distanceKm,
  order: 0,
})

/** Places that are there now for somebody with these circumstances, from the live directory (REF-05, CAP-01). */
export const placesFor = async (ctx: View, wish: Wish): Promise<Hit[]> => {
  const picture = await livePicture(ctx.space).current()
  const can = canFlags.filter((flag) => wish.facts.get(flag) === 'yes')
  const question = {
    need: wish.need,
    can,
    language: null,
    municipalities: null,
    near: null,
    within: null,
  }
  const { found, left } = search(picture, question, ctx.now.getTime(), null)
  const later = wish.later
    ? left.filter(({ reason }) => reason === 'closed-now').map(opensLater)
    : []
  const suits = ({ place }: Hit): boolean =>
    place.id !== wish.except &&
    (wish.kind === undefined || place.kind === wish.kind) &&
    !(place.eligibility['women-only'] === 'yes' && wish.facts.get('men') === 'yes') &&
    !(place.eligibility.men === 'no' && wish.facts.get('men') === 'yes') &&
    !(place.eligibility.women === 'no' && wish.facts.get('women') === 'yes')
  const near = ({ place }: Hit): number => (place.municipality === wish.municipality ? 0 : 1)
  return [...found, ...later]
    .filter(suits)
    .map((hit, order) => ({ hit, order }))
    .sort((a, b) => near(a.hit) - near(b.hit) || a.order - b.order)
    .slice(0, wish.most)
    .map(({ hit }) => hit)
}

const insteadOf: readonly Pick<Wish, 'need' | 'kind' | 'later'>[] = [
  { need: 'overnight' },
  { need: 'health', kind: 'health-clinic', later: true },
]

/**
 * Other places for somebody who may not get the one that was asked for. Where no place like it takes in a person with
 * these circumstances, a bed for the night and a clinic that do: never a bare no (REF-02).
 */
export const otherPlacesFor = async (ctx: View, wish: Wish): Promise<Hit[]> => {
  const alike = await placesFor(ctx, wish)
  if (alike.length > 0) return alike
  const found = new Map<string, Hit>()
  for (const other of insteadOf) {
    const some = await placesFor(ctx, { ...wish, ...other, most: Math.ceil(wish.most / 2) })
    for (const hit of some) found.set(hit.place.id, hit)
  }
  return [...found.values()]
}

/** Places of the kind that ask for something that the person has not: to be seen with what fails (REF-02). */
export const unfitPlacesFor = async (
  ctx: View,
  wish: Wish,
  fit: readonly Hit[],
): Promise<Hit[]> => {
  const of = (code: string) => [code, wish.facts.get(code) ?? 'unknown'] as const
  const all = await placesFor(ctx, {
    ...wish,
    facts: new Map([of('men'), of('women')]),
    most: fit.length + wish.most,
  })
  const suits = new Set(fit.map(({ place }) => place.id))
  return all
    .filter(({ place }) => !suits.has(place.id) && place.entry !== 'drop-in')
    .slice(0, wish.most)
}

/** The emergency shelters by name, whether or not they have told of free places: always somewhere to ring. */
export const emergencyShelters = async (
  ctx: View,
  municipality: string | null,
): Promise<Hit['place'][]> => {
  const picture = await livePicture(ctx.space).current()
  const all = [...picture.places.values()].filter(({ kind }) => kind === 'emergency-shelter')
  const here = all.filter((place) => municipality !== null && place.municipality === municipality)
  return (here.length > 0 ? here : all).slice(0, 3)
}

/** Places in short: name, how it stands, what is free and how old the number is, whom to ring. */
export const Alternatives = (props: { ctx: View; hits: readonly Hit[]; need: Need }): VNode => {
  const { ctx, hits, need } = props
  const { lang } = ctx
  if (hits.length === 0) return <p>{t(lang, 'alternatives.none')}</p>
  return (
    <ul class="stack">
      {hits.map((hit) => {
        const { place } = hit
        const said = sayPlaceOnPage(
          hit,
          { need: place.needs.includes(need) ? need : null, can: [] },
          ctx.now.getTime(),
          lang,
        )
        return (
          <li key={place.id}>
            <Link href={ctx.href(`/places/${place.id}`)}>{place.name}</Link>
            {' · '}
            <span class="muted">{words(lang, `kind.${place.kind}`)}</span>{' '}
            <StatusTag lang={lang} value={said.status.value} label={said.status.label} />
            {said.status.more ? <span class="muted"> {said.status.more}</span> : null}
            {said.places.map((each) => (
              <div key={each.text}>
                {each.text}
                {each.age ? <span class="muted"> · {each.age}</span> : null}
              </div>
            ))}
            {place.phone ? (
              <div>
                <Link href={telUrl(place.phone)}>{t(lang, 'ring', { phone: place.phone })}</Link>
              </div>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}
