/** Which rows a page of the board shows, by their codes in order, and how many it says wait of each kind. */
export const onBoard = (html: string): { codes: string[]; kinds: Record<string, number> } => ({
  codes: [...html.matchAll(/<span class="nowrap">([A-Z2-9]{4}-[A-Z2-9]{4})</g)].map(
    ([, code]) => code ?? '',
  ),
  kinds: Object.fromEntries(
    [...html.matchAll(/[?&;]kind=([a-z-]+)"[^>]*>[^<]*<\/a><\/t[hd]><td[^>]*>\D*([\d.]+)/g)].map(
      ([, kind, waiting]) => [kind, Number(waiting?.replaceAll('.', ''))],
    ),
  ),
})

export interface FloorPage {
  rows: { id: string; code: string }[]
  counts: { kind: string | null; waiting: number }[]
}

/** The floor's answer in the same words. The row after the last is there to tell whether there is more. */
export const ofFloor = (floor: FloorPage, shown: number): ReturnType<typeof onBoard> => ({
  codes: floor.rows.slice(0, shown).map(({ code }) => code),
  kinds: Object.fromEntries(
    floor.counts.flatMap(({ kind, waiting }) => (kind === null ? [] : [[kind, waiting]])),
  ),
})
