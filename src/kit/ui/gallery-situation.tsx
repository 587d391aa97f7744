/** The staff part of the gallery: time, timeline, places, map. */
import type { VNode } from 'preact'
import { CapacityBar, Sparkline } from './capacity.tsx'
import {
  type GalleryProps,
  sampleEntries,
  sampleLanes,
  sampleTiles,
  say,
} from './gallery-sample.ts'
import { Lanes } from './lanes.tsx'
import { SummaryList } from './notice.tsx'
import { Grid, Panel } from './panel.tsx'
import { StatusBar, statusValues } from './status.tsx'
import { t } from './texts.ts'
import { TileMap } from './tile-map.tsx'
import { TimeControl } from './time-control.tsx'

export const SituationSample = ({ lang, now, href }: GalleryProps): VNode => {
  const moment = new Date('2020-03-24T11:00:00Z')
  const words = Object.fromEntries(statusValues.map((value) => [value, t(lang, value)])) as Record<
    (typeof statusValues)[number],
    string
  >
  const hrefAt = (at: Date | null) => href(at ? `/ui?at=${at.toISOString()}` : '/ui')
  return (
    <>
      <TimeControl
        lang={lang}
        at={moment}
        now={now}
        action={href('/ui')}
        hrefAt={hrefAt}
        range={{ from: '2020-03-06', to: '2020-03-31' }}
      />
      <Grid main>
        <Panel title={say(lang, 'Tidslinje', 'Timeline')} aside={`${sampleEntries.length}`}>
          <Lanes
            lang={lang}
            lanes={sampleLanes[lang]}
            entries={sampleEntries}
            from="2020-03-06"
            to="2020-03-31"
            moment={moment}
          />
        </Panel>
        <div class="stack">
          <Panel title={say(lang, 'Tilbud', 'Services')} aside={say(lang, '37 i alt', '37 in all')}>
            <StatusBar
              lang={lang}
              id="bar"
              counts={{ open: 13, limited: 6, closed: 5, unknown: 13 }}
              hrefFor={(value) => href(`/ui?status=${value}`)}
            />
          </Panel>
          <Panel
            title={say(lang, 'Pladser', 'Places')}
            aside={say(lang, 'hver slags for sig', 'each kind by itself')}
          >
            <SummaryList
              items={[
                {
                  label: say(lang, 'Nødovernatning', 'Overnight'),
                  value: <CapacityBar lang={lang} total={50} free={null} />,
                },
                {
                  label: say(lang, 'Isolation', 'Isolation'),
                  value: <CapacityBar lang={lang} total={64} free={41} />,
                },
                {
                  label: say(lang, 'Krisecenter', 'Crisis centre'),
                  value: <CapacityBar lang={lang} total={55} free={0} />,
                },
                {
                  label: say(lang, 'Aflastning', 'Respite'),
                  value: <CapacityBar lang={lang} total={null} free={null} />,
                },
              ]}
            />
          </Panel>
          <Panel title={say(lang, 'Udvikling', 'Trend')}>
            <Sparkline
              lang={lang}
              label={say(lang, 'Ledige pladser', 'Free places')}
              values={[4, 6, 5, null, null, 8, 7, 3, 2, 3]}
            />
          </Panel>
        </div>
      </Grid>
      <Panel title={say(lang, 'Kommunerne', 'The municipalities')}>
        <TileMap
          lang={lang}
          id="map"
          title={say(lang, 'Tilbud i hver kommune', 'Services in each municipality')}
          values={sampleTiles(words)}
          legend={statusValues.map((value) => ({ tone: value, label: words[value] }))}
          hrefFor={(code) => href(`/ui?area=${code}`)}
          current="0101"
        />
      </Panel>
    </>
  )
}
