import type { Essence } from '../places/equal.ts'

/** Which places a result page shows, in order, and how many it says were left out. */
export const placesOnPage = (html: string): { ids: string[]; left: number } => {
  const ids = [...html.matchAll(/<h3><a href="[^"]*\/places\/([0-9a-f-]{36})/g)].map(
    ([, id]) => id ?? '',
  )
  const said = /<p class="asked">(\d[\d.]*)/.exec(html)?.[1]
  return { ids, left: said === undefined ? 0 : Number(said.replaceAll('.', '')) }
}

type Place = Essence['places'][number]

/** The page's order of an answer: come now, perhaps, opens later. */
export const expectedOrder = (places: Place[]): string[] => {
  const isNow = (place: Place): boolean => place.fits === 'yes' && place.openNow === true
  const isLater = (place: Place): boolean => place.openNow === false
  return [
    ...places.filter(isNow),
    ...places.filter((place) => !isNow(place) && !isLater(place)),
    ...places.filter(isLater),
  ].map(({ id }) => id)
}
