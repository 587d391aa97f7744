import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { Button, type FieldErrors, Grid } from '#kit/ui/index.ts'
import { coordinators } from '../policy.ts'
import type { Announcement } from '../schema.ts'
import { t } from '../texts.ts'
import type { Recent, Situation } from '../view.ts'
import { addressOf } from './address.ts'
import { MapPanel, PartsPanel } from './areas.tsx'
import { ForcePanel } from './force.tsx'
import {
  AreaChoice,
  AsOf,
  Clock,
  LIST_PATH,
  PATH,
  periodOfCase,
  placeOf,
  titleOf,
  topicsOf,
} from './frame.tsx'
import { LinesPanel } from './lines.tsx'
import { ServiceTable } from './list.tsx'
import { CapacityPanel, ServicesPanel } from './numbers.tsx'
import { RecentPanel } from './recent.tsx'
import { SilentPanel } from './silent.tsx'
import { TimelinePanel } from './timeline.tsx'

/** The situation room: everything about one area at one moment, on one page and on one or two sheets. */
export const roomPage = (
  ctx: Ctx,
  situation: Situation,
  recent: Recent,
  more: {
    /** The first announcement of the space: where a case's strip and timeline begin. */
    first: Announcement | undefined
    errors?: FieldErrors
    typed?: string | undefined
  },
): VNode => {
  const { lang } = ctx
  const { at, tally, area } = situation
  const place = placeOf(ctx, situation)
  const areaHref = (code: string) => ctx.href(addressOf(PATH, { ...place, area: code }))
  const placeHref = (id: string) => ctx.href(addressOf(`/places/${id}`, { ...place, area: 'dk' }))
  const listHref = (query: Record<string, string>) => ctx.href(addressOf(LIST_PATH, place, query))
  const period = periodOfCase(ctx, more.first?.issuedOn)
  return staffShell(
    ctx,
    {
      title: titleOf(lang, area),
      current: PATH,
      topics: topicsOf(situation),
      actions: (
        <Button kind="quiet" href="/cases">
          {t(lang, 'cases.title')}
        </Button>
      ),
    },
    <div class="stack">
      <AsOf ctx={ctx} situation={situation} path={PATH} />
      <AreaChoice ctx={ctx} situation={situation} path={PATH} />
      <Clock
        ctx={ctx}
        situation={situation}
        path={PATH}
        period={period}
        errors={more.errors}
        typed={more.typed}
      />
      <Grid main>
        <div class="stack">
          <ServicesPanel
            lang={lang}
            tally={tally}
            hrefFor={(status) => listHref({ show: status })}
          />
          <TimelinePanel
            ctx={ctx}
            situation={situation}
            period={period}
            addHref={
              coordinators.allows(ctx.actor, ctx)
                ? ctx.href('/situation/announcements/new')
                : undefined
            }
          />
        </div>
        <CapacityPanel lang={lang} tally={tally} at={at} />
      </Grid>
      <Grid main>
        <SilentPanel
          ctx={ctx}
          silent={situation.silent}
          at={at}
          allHref={listHref({ show: 'silent' })}
          placeHref={placeHref}
        />
        <RecentPanel
          ctx={ctx}
          recent={recent}
          at={at}
          span={ctx.space.clock === null ? 'hour' : 'day'}
          placeHref={placeHref}
        />
      </Grid>
      <ForcePanel ctx={ctx} situation={situation} />
      <PartsPanel ctx={ctx} situation={situation} areaHref={areaHref} />
      {area.kind === 'municipality' ? (
        <ServiceTable ctx={ctx} situation={situation} placeHref={placeHref} />
      ) : null}
      <LinesPanel ctx={ctx} lines={situation.hotlines} at={at} />
      {/* On paper the table of parts says the same in a third of the room. */}
      <div class="no-print">
        <MapPanel ctx={ctx} situation={situation} areaHref={areaHref} />
      </div>
    </div>,
  )
}
