import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import { Button, Filters, Link, Notice, Panel, Select, Tag } from '#kit/ui/index.ts'
import { personShell } from '#slices/people/index.ts'
import { findService, type Hit, type Need, PlaceCard, words } from '#slices/services/index.ts'
import type { Opened } from '../../engine/open.ts'
import {
  Alternatives,
  otherPlacesFor,
  placesFor,
  unfitPlacesFor,
} from '../../places/alternatives.tsx'
import { houseOf } from '../../places/queries.ts'
import { referralTexts as t } from '../../texts/referral.ts'
import { factsOf } from '../queries.ts'
import { checkCriteria, failing } from '../rules.ts'
import { StaffHours, sayCriterion } from './criteria.tsx'

type View = Ctx<unknown, unknown, unknown>

const offered: readonly Need[] = [
  'respite',
  'overnight',
  'crisis-centre',
  'isolation',
  'health',
  'drug-treatment',
  'alcohol-treatment',
]

/**
 * Places for this person now, with their own circumstances (DIR-06): what is free and how old the number is, the
 * house rules, when staff is there (RES-05), and how one gets in (DIR-05).
 */
export const placesPage = async (ctx: View, opened: Opened, need: Need): Promise<VNode> => {
  const { lang, now } = ctx
  const { pathway, involved, owns } = opened
  const facts = await read(ctx.space, ctx.actor, (tx) =>
    factsOf(tx, { person: pathway.person, pathway: pathway.id }),
  )
  const wish = { need, facts, municipality: pathway.municipality, most: 12 }
  const hits = await placesFor(ctx, wish)
  const unfit = await unfitPlacesFor(ctx, { ...wish, most: 4 }, hits)
  const instead = hits.length === 0 ? await otherPlacesFor(ctx, { ...wish, most: 6 }) : []
  const houses = await read(ctx.space, ctx.actor, async (tx) => {
    const found = new Map<string, Awaited<ReturnType<typeof houseOf>>>()
    const notes = new Map<string, string | null>()
    const gates = new Map<string, string>()
    for (const { place } of [...hits, ...unfit]) {
      found.set(place.id, await houseOf(tx, place))
      notes.set(place.id, (await findService(tx, place.id))?.staffNote ?? null)
      const gate = found.get(place.id)?.gateService ?? null
      if (gate !== null) gates.set(place.id, (await findService(tx, gate))?.name ?? '')
    }
    return { found, notes, gates }
  })
  const known = [...facts].filter(([, answer]) => answer === 'yes').map(([code]) => code)
  const card = (hit: Hit): VNode => {
    const { place } = hit
    const house = houses.found.get(place.id)
    const failed = house
      ? failing(
          checkCriteria(
            {
              entry: place.entry,
              eligibility: place.eligibility,
              demands: house.demands,
              refuses: house.refuses,
              houseRules: place.houseRules,
              maxStayDays: null,
            },
            facts,
            1,
          ),
        )
      : []
    return (
      <div key={place.id} class="stack">
        <PlaceCard
          lang={lang}
          hit={hit}
          asked={{ need, can: [] }}
          ms={now.getTime()}
          href={ctx.href}
        />
        {house ? (
          <StaffHours ctx={ctx} house={house} note={houses.notes.get(place.id) ?? null} />
        ) : null}
        {houses.gates.has(place.id) ? (
          <p>{t(lang, 'gate.title', { gate: houses.gates.get(place.id) ?? '' })}</p>
        ) : null}
        {failed.length > 0 ? (
          <p>
            {t(lang, 'search.fails')}{' '}
            {failed.map(({ code }) => sayCriterion(lang, code)).join(', ')}
          </p>
        ) : null}
        <p>
          {place.entry === 'drop-in' ? (
            t(lang, 'search.drop-in')
          ) : owns ? (
            <Button
              href={ctx.href(`/pathways/${pathway.id}/refer?service=${place.id}`)}
              label={`${t(lang, 'search.refer')}: ${place.name}`}
            >
              {t(lang, 'search.refer')}
            </Button>
          ) : null}
        </p>
      </div>
    )
  }
  return personShell(
    ctx,
    { involved, tab: 'pathways', title: t(lang, 'search.title') },
    <div class="stack">
      <h2>{t(lang, 'search.title')}</h2>
      <Filters lang={lang} action={ctx.href(`/pathways/${pathway.id}/places`)}>
        <Select
          lang={lang}
          name="need"
          label={t(lang, 'search.need')}
          quiet
          empty={false}
          value={need}
          options={offered.map((each) => ({ value: each, label: words(lang, `need.${each}`) }))}
        />
      </Filters>
      <p>
        {t(lang, 'search.facts')}{' '}
        {known.length === 0
          ? t(lang, 'search.facts.none')
          : known.map((code) => <Tag key={code}>{sayCriterion(lang, code)}</Tag>)}{' '}
        <Link href={ctx.href(`/people/${pathway.person}/plan/circumstances`)}>
          {t(lang, 'search.facts.edit')}
        </Link>
      </p>
      {hits.length === 0 ? (
        <Notice lang={lang} kind="warning" title={t(lang, 'search.none.title')}>
          <p>{t(lang, 'search.none.text')}</p>
        </Notice>
      ) : null}
      {instead.length > 0 ? (
        <Panel title={t(lang, 'alternatives.title')}>
          <Alternatives ctx={ctx} hits={instead} need={need} />
        </Panel>
      ) : null}
      {hits.map(card)}
      {unfit.length > 0 ? <h2>{t(lang, 'search.unfit')}</h2> : null}
      {unfit.map(card)}
    </div>,
  )
}
