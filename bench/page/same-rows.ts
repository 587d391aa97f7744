/** Which places a result page shows, section by section, and how many it says were left out. */
export const placesOnPage = (html: string): { sections: string[][]; left: number } => {
  const sections = html
    .split('<h2>')
    .map((part) =>
      [...part.matchAll(/<h3><a href="[^"]*\/places\/([0-9a-f-]{36})/g)].map(([, id]) => id ?? ''),
    )
  const said = /<p class="asked">(\d[\d.]*)/.exec(html)?.[1]
  return { sections, left: said === undefined ? 0 : Number(said.replaceAll('.', '')) }
}

/**
 * Are these the same rows? All of them, none twice, and in each section in the order of the answer: which
 * section a place stands in ("come now", "perhaps", "opens later") is the page's own affair.
 */
export const isSameRows = (sections: string[][], answer: string[]): boolean => {
  const shown = sections.flat()
  const place = new Map(answer.map((id, index) => [id, index]))
  return (
    shown.length === answer.length &&
    new Set(shown).size === shown.length &&
    shown.every((id) => place.has(id)) &&
    sections.every((ids) =>
      ids.every((id, index) => {
        const before = ids[index - 1]
        return before === undefined || (place.get(before) ?? 0) < (place.get(id) ?? 0)
      }),
    )
  )
}
