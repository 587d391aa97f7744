import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { sayOpensNext } from '#kit/time/index.ts'
import { Grid, Link, Panel, StatusTag, telUrl } from '#kit/ui/index.ts'
import {
  type HotlineFacts,
  hotlineTimetable,
  isOpenByHours,
  nextOpening,
  words,
} from '#slices/services/index.ts'
import { seesEveryLine } from '../policy.ts'
import { t } from '../texts.ts'

/** Telephone lines in the order to ask: the relevant authority first, then the ministry (HOT-03). */
export const LinesPanel = (props: { ctx: Ctx; lines: HotlineFacts[]; at: Date }): VNode => {
  const { ctx, lines, at } = props
  const { lang } = ctx
  const groups = [
    { key: 'staff', lines: lines.filter((line) => line.audience !== 'citizens') },
    { key: 'citizens', lines: lines.filter((line) => line.audience === 'citizens') },
  ] as const
  return (
    <Panel title={t(lang, 'lines.title')}>
      {lines.length === 0 ? <p class="muted">{t(lang, 'lines.none')}</p> : null}
      <div class="stack">
        <Grid>
          {groups
            .filter((group) => group.lines.length > 0)
            .map((group) => (
              <div key={group.key}>
                <h3>{t(lang, `lines.${group.key}`)}</h3>
                <Steps lang={lang} lines={group.lines} at={at} />
              </div>
            ))}
        </Grid>
        {seesEveryLine(ctx.actor) ? null : <p class="muted small">{t(lang, 'lines.public')}</p>}
      </div>
    </Panel>
  )
}

/** One list where there is one step; else each step under its own words. */
const Steps = (props: { lang: Lang; lines: HotlineFacts[]; at: Date }): VNode => {
  const { lang, lines, at } = props
  const first = lines.filter((line) => line.escalationStep === 1)
  const later = lines.filter((line) => line.escalationStep > 1)
  if (later.length === 0) return <Lines lang={lang} lines={first} at={at} />
  return (
    <>
      <p class="muted small">{t(lang, 'lines.step.1')}</p>
      <Lines lang={lang} lines={first} at={at} />
      <p class="muted small">{t(lang, 'lines.step.2')}</p>
      <Lines lang={lang} lines={later} at={at} />
    </>
  )
}

const Lines = (props: { lang: Lang; lines: HotlineFacts[]; at: Date }): VNode => (
  <ul class="plain-list">
    {props.lines.map((line) => (
      <li key={line.id}>
        <div class="row spread">
          <span>
            {line.name}{' '}
            {line.audience === 'citizens' ? null : (
              <span class="muted small">({words(props.lang, `audience.${line.audience}`)})</span>
            )}
          </span>
          <span class="row">
            {line.phones.map((phone) => (
              <b class="nowrap" key={phone}>
                <Link href={telUrl(phone)}>{phone}</Link>
              </b>
            ))}
            {/* Paper is read at another hour than it was printed. */}
            <span class="no-print">
              <OpenTag lang={props.lang} line={line} at={props.at} />
            </span>
          </span>
        </div>
      </li>
    ))}
  </ul>
)

const OpenTag = (props: { lang: Lang; line: HotlineFacts; at: Date }): VNode => {
  const { lang, line } = props
  const ms = props.at.getTime()
  const timetable = hotlineTimetable(line.openingHours)
  const open = isOpenByHours(timetable, ms)
  const next = open === false ? nextOpening(timetable, ms) : null
  if (open === null)
    return <StatusTag lang={lang} value="unknown" label={t(lang, 'lines.unknown')} />
  if (open) return <StatusTag lang={lang} value="open" label={t(lang, 'lines.open')} />
  return (
    <span>
      <StatusTag lang={lang} value="closed" label={t(lang, 'lines.closed')} />
      {next === null ? null : (
        <span class="small muted">
          {' '}
          {t(lang, 'lines.next', { when: sayOpensNext(next, ms, lang) })}
        </span>
      )}
    </span>
  )
}
