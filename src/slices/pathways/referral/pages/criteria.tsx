import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { dayOf, localDate, sayMinute } from '#kit/time/index.ts'
import { Notice, StatusTag, Table } from '#kit/ui/index.ts'
import { hotlineTimetable, isOpenByHours, openingsOn, words } from '#slices/services/index.ts'
import type { House } from '../../places/schema.ts'
import { referralTexts as t } from '../../texts/referral.ts'
import type { Checked } from '../queries.ts'
import type { CheckedCriterion } from '../schema.ts'

type View = Ctx<unknown, unknown, unknown>

/** A criterion as what must hold: "Lawful stay", not "without a permit". */
export const sayCriterion = (lang: Lang, code: string): string => {
  const key = `criterion.${code}`
  if (t.has(key)) return t(lang, key)
  return words.has(key) ? words(lang, key) : code
}

const tones = { yes: 'open', no: 'closed', unknown: 'unknown' } as const

export const sayAnswer = (lang: Lang, { answer, task }: Omit<CheckedCriterion, 'code'>): string =>
  t(lang, task ? 'answer.task' : `answer.${answer}`)

/** Every formal criterion with its answer (REF-02). Decides nothing, and says so. */
export const CriteriaTable = (props: {
  ctx: View
  criteria: readonly CheckedCriterion[]
}): VNode => {
  const { lang } = props.ctx
  return (
    <>
      <Table
        lang={lang}
        caption={t(lang, 'criteria.title')}
        captionHidden
        dense
        rows={props.criteria}
        rowKey={({ code }) => code}
        empty={<p>{t(lang, 'criteria.none')}</p>}
        columns={[
          {
            key: 'what',
            label: t(lang, 'criteria.what'),
            cell: ({ code }) => sayCriterion(lang, code),
          },
          {
            key: 'answer',
            label: t(lang, 'criteria.answer'),
            cell: (one) => (
              <StatusTag
                lang={lang}
                value={one.task ? 'limited' : tones[one.answer]}
                label={sayAnswer(lang, one)}
              />
            ),
          },
        ]}
      />
      <p class="muted">{t(lang, 'criteria.human')}</p>
    </>
  )
}

/** REF-02: the house has changed its rules since the referral was sent; what that changed. */
export const RulesChanged = ({ ctx, checked }: { ctx: View; checked: Checked }): VNode | null => {
  const { lang } = ctx
  if (!checked.rulesChanged) return null
  const say = (answer: CheckedCriterion['answer'] | null) =>
    answer === null ? t(lang, 'answer.not-asked') : t(lang, `answer.${answer}`)
  return (
    <Notice lang={lang} kind="warning" title={t(lang, 'rules.changed.title')}>
      <p>{t(lang, 'rules.changed.text')}</p>
      <ul>
        {checked.changes.map(({ code, before, now }) => (
          <li key={code}>
            {t(lang, 'rules.changed.one', {
              criterion: sayCriterion(lang, code),
              before: say(before),
              now: say(now),
            })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

/** When staff is there: today's hours in words, and whether somebody is there this night (RES-05). */
export const StaffHours = (props: { ctx: View; house: House; note: string | null }): VNode => {
  const { ctx, house, note } = props
  const { lang } = ctx
  if (house.staffHours === null) return <p>{note ?? t(lang, 'staff.unknown')}</p>
  const table = hotlineTimetable(house.staffHours)
  const today = openingsOn(table, dayOf(localDate(ctx.now.getTime()))) ?? []
  const spans: string[] = []
  for (let at = 0; at + 1 < today.length; at += 2) {
    const [from = 0, until = 0] = [today[at], today[at + 1]]
    if (until - from >= 1440) spans.push(t(lang, 'staff.all-day'))
    else {
      spans.push(
        t(lang, 'staff.span', {
          from: sayMinute(from, lang),
          until: sayMinute(until % 1440, lang),
        }),
      )
    }
  }
  const here = isOpenByHours(table, ctx.now.getTime())
  return (
    <p>
      {spans.length === 0
        ? t(lang, 'staff.none-today')
        : t(lang, 'staff.today', { hours: spans.join(', ') })}{' '}
      <StatusTag
        lang={lang}
        value={here === null ? 'unknown' : here ? 'open' : 'closed'}
        label={t(lang, here === null ? 'staff.unknown' : here ? 'staff.here' : 'staff.away')}
      />
      {note ? <span class="muted"> {note}</span> : null}
    </p>
  )
}

/** RES-05: the house has hours without staff, and nobody knows whether the person can be alone. It stops nothing. */
export const MaybeNotAlone = ({ lang }: { lang: View['lang'] }): VNode => (
  <Notice lang={lang} kind="warning" title={t(lang, 'alone.unknown.title')}>
    <p>{t(lang, 'alone.unknown.text')}</p>
  </Notice>
)
