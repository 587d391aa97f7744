import type { VNode } from 'preact'
import type { Lang } from '#kit/i18n/index.ts'
import { sayOpensNext } from '#kit/time/index.ts'
import { Card, safeUrl, telUrl } from '#kit/ui/index.ts'
import type { HotlineFacts } from '../../queries.ts'
import { hotlineTimetable, isOpenByHours, nextOpening } from '../../rules.ts'
import { findTexts as t } from '../texts.ts'

/** Whether a line is open now and when it opens: never "closed" where nobody has told the hours. */
export const sayLine = (
  line: Pick<HotlineFacts, 'openingHours'>,
  ms: number,
  lang: Lang,
): string => {
  const timetable = hotlineTimetable(line.openingHours)
  const open = isOpenByHours(timetable, ms)
  if (open === null) return t(lang, 'line.unknown')
  if (open) return t(lang, 'line.open')
  const next = nextOpening(timetable, ms)
  const opens =
    next === null ? '' : ` ${t(lang, 'line.opens', { when: sayOpensNext(next, ms, lang) })}`
  return `${t(lang, 'line.closed')}.${opens}`
}

/** The acute number and the citizens' lines: on every page of the search, never an empty page (HOT-02). */
export const Numbers = (props: { lang: Lang; hotlines: HotlineFacts[]; ms: number }): VNode => (
  <Card edge="danger">
    <h2>{t(props.lang, 'section.numbers')}</h2>
    <p>
      <strong>
        <a href={telUrl('112')}>{t(props.lang, 'front.acute')}</a>
      </strong>
    </p>
    {props.hotlines
      .filter((line) => !line.acute)
      .map((line) => (
        <p key={line.id}>
          {line.name}:{' '}
          {line.phones.map((phone, index) => (
            <>
              {index > 0 ? ' / ' : null}
              <a href={safeUrl(telUrl(phone))}>{phone}</a>
            </>
          ))}
          <br />
          <span class="muted">{sayLine(line, props.ms, props.lang)}</span>
        </p>
      ))}
  </Card>
)
