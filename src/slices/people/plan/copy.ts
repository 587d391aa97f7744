import type { Lang } from '#kit/i18n/index.ts'
import { sayDate } from '#kit/time/index.ts'
import { t as words } from '../texts.ts'
import { sayCircumstance } from './forms/circumstances.tsx'
import type { PlanCopy } from './rows.ts'
import { t } from './texts.ts'

/** A heading and its lines, in plain words. */
export interface Said {
  title: string
  lines: string[]
}

/**
 * The plan in plain words, for the person's own copy and for paper: what was said, by whom it is meant,
 * what is agreed. Parts of which nothing is known are left out.
 */
export const sayPlan = (copy: PlanCopy, lang: Lang): Said[] => {
  const { wish, assessment: need, contact } = copy
  const open = copy.goals.filter(({ status }) => status === 'open')
  const agreed = copy.steps.filter(({ status }) => status === 'agreed')
  const said: Said[] = [
    {
      title: t(lang, 'wish.title'),
      lines: [
        ...(wish?.wish && wish.wishBy
          ? [wish.wish, ...(wish.wishBy === 'staff-view' ? [t(lang, 'by.staff-view')] : [])]
          : [t(lang, 'wish.none')]),
        ...(wish?.coordinator ? [`${t(lang, 'wish.coordinator')}: ${wish.coordinator}`] : []),
      ],
    },
    {
      title: t(lang, 'goals.title'),
      lines: open.map(
        (goal, index) =>
          `${index + 1}. ${goal.words}${goal.wordsBy === 'staff-view' ? ` (${t(lang, 'by.staff-view')})` : ''}`,
      ),
    },
    {
      title: t(lang, 'steps.title'),
      lines: agreed.map(
        (step) =>
          `${step.words}. ${step.owner}. ${t(lang, 'field.dueOn')} ${sayDate(step.dueOn, lang)}`,
      ),
    },
    {
      title: t(lang, 'progress.title'),
      lines: copy.progress.map(({ at, words: told }) => `${sayDate(at.getTime(), lang)}: ${told}`),
    },
    {
      title: t(lang, 'contact.title'),
      lines: contact
        ? [t(lang, `meet.${contact.meeting}`), t(lang, `way.${contact.channel}`), contact.via ?? '']
            .concat(contact.digital === 'no' ? [words(lang, 'not-digital')] : [])
            .filter((line) => line !== '')
        : [],
    },
    {
      title: t(lang, 'modes.page'),
      lines: copy.modes.map(
        (mode) =>
          `${words(lang, `mode.${mode.mode}`)}: ${mode.reason}. ${t(lang, 'modes.review')} ${sayDate(mode.reviewOn, lang)}`,
      ),
    },
    {
      title: t(lang, 'circumstances.title'),
      lines: copy.circumstances.map((each) => sayCircumstance(lang, each)),
    },
    {
      title: t(lang, 'need.title'),
      lines: need
        ? [
            `${t(lang, `colour.${need.colour}`)}. ${t(lang, 'need.signed', { name: need.signedByName, when: sayDate(need.at.getTime(), lang) })}`,
            need.reasons,
            ...(need.riskNote ? [`${t(lang, 'need.risk')}: ${need.riskNote}`] : []),
          ]
        : [],
    },
  ]
  return said.filter(({ lines }) => lines.length > 0)
}
