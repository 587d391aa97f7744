import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { Age, CapacityBar, numberText, Panel, StaleMark, StatusBar } from '#kit/ui/index.ts'
import { type Status, type Unit, units, words } from '#slices/services/index.ts'
import { countAll, type Tally, type UnitTally } from '../rules.ts'
import { t } from '../texts.ts'

/** How many services are open, limited, closed, unknown; each count leads to those services. */
export const ServicesPanel = (props: {
  lang: Lang
  tally: Tally
  hrefFor: (status: Status) => string
}): VNode => {
  const { lang, tally } = props
  const all = countAll(tally.services)
  return (
    <Panel title={t(lang, 'services.title')} aside={t(lang, 'services.total', { n: all })}>
      {all === 0 ? (
        <p class="muted">{t(lang, 'services.none')}</p>
      ) : (
        <div class="stack">
          <StatusBar
            lang={lang}
            id="services-bar"
            counts={tally.services}
            hrefFor={props.hrefFor}
          />
          <p class="muted small no-print">{t(lang, 'services.note')}</p>
        </div>
      )}
    </Panel>
  )
}

/** The kinds that somebody in the area has told of. */
export const unitsIn = (tally: Tally): Unit[] =>
  units.filter((unit) => tally.capacity[unit].services > 0)

/** Places, each kind by itself and each with its age (CAP-05). */
export const CapacityPanel = (props: { lang: Lang; tally: Tally; at: Date }): VNode => {
  const { lang, tally, at } = props
  const shown = unitsIn(tally)
  return (
    <Panel title={t(lang, 'capacity.title')} aside={t(lang, 'capacity.aside')}>
      {shown.length === 0 ? (
        <p class="muted">{t(lang, 'capacity.none')}</p>
      ) : (
        <div class="stack">
          <div class="grid">
            {shown.map((unit) => (
              <UnitLine key={unit} lang={lang} unit={unit} tally={tally.capacity[unit]} at={at} />
            ))}
          </div>
          <p class="muted small no-print">{t(lang, 'capacity.note')}</p>
        </div>
      )}
    </Panel>
  )
}

const UnitLine = (props: { lang: Lang; unit: Unit; tally: UnitTally; at: Date }): VNode => {
  const { lang, unit, tally, at } = props
  return (
    <div>
      <div class="row spread">
        <h3>{words(lang, `unit.${unit}`)}</h3>
        <span class="muted">
          {t(lang, 'capacity.total', { n: numberText(lang, tally.total) })} ·{' '}
          {t(lang, 'capacity.in', { n: tally.services })}
        </span>
      </div>
      {tally.free === null ? (
        <div class="row spread">
          <CapacityBar lang={lang} total={tally.total} free={null} />
          <StaleMark
            lang={lang}
            at={tally.newest === null ? null : new Date(tally.newest)}
            now={at}
          />
        </div>
      ) : (
        <FreshLine lang={lang} tally={tally} at={at} />
      )}
    </div>
  )
}

/** What is known, and beside it what is not: the free places are a part of the places told in time only. */
const FreshLine = ({ lang, tally, at }: { lang: Lang; tally: UnitTally; at: Date }): VNode => (
  <>
    <CapacityBar lang={lang} total={tally.totalFresh} free={tally.free} />
    <p class="small muted">
      {tally.oldestFresh === null ? null : (
        <>
          {t(lang, 'capacity.oldest')} <Age lang={lang} at={new Date(tally.oldestFresh)} now={at} />
          .{' '}
        </>
      )}
      {tally.freeInClosed > 0
        ? `${t(lang, 'capacity.closed', { n: numberText(lang, tally.freeInClosed) })} `
        : null}
      {tally.staleCount > 0 ? (
        <b>
          {t(lang, 'capacity.some', {
            stale: tally.staleCount,
            total: tally.services,
            places: numberText(lang, tally.total - tally.totalFresh),
          })}
        </b>
      ) : null}
    </p>
  </>
)
