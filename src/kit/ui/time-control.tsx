/** Winds a page to any earlier minute. Links and a GET form: the address keeps the moment. */
import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { addDays, msOfLocal } from '#kit/time/index.ts'
import { DateTimeField } from './fields.tsx'
import { Button, type FieldErrors, Form } from './form.tsx'
import { safeUrl } from './safe-url.ts'
import { t } from './texts.ts'
import { dateText, localInput, longText, type Moment, shift, toDate } from './time-text.ts'

export interface TimeControlProps {
  lang: Lang
  /** The moment in view, or `null` for now. */
  at: Moment | null
  now: Moment
  /** The page itself; the form sends `at` there as Danish wall-clock time (`2020-03-24T12:00`). */
  action: string
  /** Other choices of the page that the form must keep, such as the area. */
  hidden?: Record<string, string | number | null | undefined>
  /** The page at another moment; `null` means now. */
  hrefAt: (at: Date | null) => string
  /** First and last day of the strip (`2020-03-06`); at most 62 days are shown. */
  range?: { from: string; to: string }
  errors?: FieldErrors
  /** What was typed and refused. */
  typed?: string
}

const maxDays = 62
const steps = [
  { key: 'time.back.day', days: -1 },
  { key: 'time.back.hour', hours: -1 },
  { key: 'time.on.hour', hours: 1 },
  { key: 'time.on.day', days: 1 },
] as const

export const TimeControl = (props: TimeControlProps): VNode => {
  const { lang } = props
  const shown = toDate(props.at ?? props.now)
  return (
    <section class="time-control" aria-label={t(lang, 'time.view')}>
      {props.range ? <Strip {...props} shown={shown} range={props.range} /> : null}
      <p class="time-control__now">
        {props.at === null ? t(lang, 'time.live') : longText(lang, props.at)}
      </p>
      <div class="time-control__choose">
        <Form
          class="time-control__form"
          method="get"
          action={props.action}
          hidden={props.hidden ?? {}}
        >
          <DateTimeField
            lang={lang}
            name="at"
            label={t(lang, 'time.label')}
            value={props.typed ?? localInput(shown)}
            errors={props.errors}
            quiet
            hint={false}
          />
          <Button kind="secondary">{t(lang, 'time.go')}</Button>
        </Form>
        <ul class="time-control__steps" aria-label={t(lang, 'time.steps')}>
          {steps.map(({ key, ...by }) => (
            <li key={key}>
              <Button kind="secondary" href={props.hrefAt(shift(shown, by))}>
                {t(lang, key)}
              </Button>
            </li>
          ))}
          <li>
            <Button kind="quiet" href={props.hrefAt(null)}>
              {t(lang, 'time.now')}
            </Button>
          </li>
        </ul>
      </div>
    </section>
  )
}

const Strip = (
  props: TimeControlProps & { shown: Date; range: { from: string; to: string } },
): VNode => {
  const { lang, range, shown } = props
  const today = localInput(shown).slice(0, 10)
  const time = localInput(shown).slice(11)
  const days = daysOf(range.from, range.to)
  return (
    <nav class="strip" aria-label={t(lang, 'time.days')}>
      <ol>
        {days.map((day) => (
          <li key={day} class={day < today ? 'past' : undefined}>
            <a
              href={safeUrl(props.hrefAt(sameTime(day, time)))}
              aria-label={dateText(lang, day)}
              aria-current={day === today ? 'date' : undefined}
            >
              {Number(day.slice(8))}
            </a>
          </li>
        ))}
      </ol>
      <div class="strip__ends" aria-hidden="true">
        <span>{dateText(lang, range.from, 'short')}</span>
        <span>{dateText(lang, days.at(-1) ?? range.to, 'short')}</span>
      </div>
    </nav>
  )
}

const daysOf = (from: string, to: string): string[] => {
  const days: string[] = []
  for (let day = from; day <= to && days.length < maxDays; day = addDays(day, 1)) days.push(day)
  return days
}

const sameTime = (day: string, time: string): Date => {
  const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  return new Date(msOfLocal(day, minute))
}
