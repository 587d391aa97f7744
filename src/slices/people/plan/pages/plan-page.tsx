import type { VNode } from 'preact'
import { localDate, sayDate, sayMoment } from '#kit/time/index.ts'
import { Link, Notice, StatusTag, Tag, telUrl } from '#kit/ui/index.ts'
import { personShell } from '../../pages/person-shell.tsx'
import { personHref } from '../../parts.ts'
import type { Involved } from '../../schema.ts'
import type { View } from '../form-shape.ts'
import { sayCircumstance, sayCriterion } from '../forms/circumstances.tsx'
import { Judgement } from '../forms/need.tsx'
import type { Circumstance, Contact, Goal, Progress, Wish } from '../rows.ts'
import { isQuiet } from '../rules.ts'
import { type PersonCriterion, personCriteria } from '../schema.ts'
import { t } from '../texts.ts'
import type { Whole } from '../whole.ts'
import { Act, Folded, type Part, Section } from './section.tsx'
import { Steps } from './steps.tsx'

export interface PlanView {
  involved: Involved
  whole: Whole
  /** Sections of other slices: appointments, pathways, the stay. */
  sections: VNode[]
  /** The last of a stay's quiet first days. */
  quietUntil: string | null
  saved: boolean
}

/** The one plan of a person (INT-01): what the person wants first, then what is agreed. */
export const planPage = (ctx: View, view: PlanView): Promise<VNode> => {
  const { lang } = ctx
  const { involved, whole } = view
  const { plan } = whole
  const [need] = whole.assessments
  const today = localDate(ctx.now.getTime())
  const quiet = isQuiet(view.quietUntil, today) ? view.quietUntil : null
  const part: Part = {
    ctx,
    at: (path) => ctx.href(`${personHref(involved.card.id)}/plan/${path}`),
  }
  return personShell(
    ctx,
    {
      involved,
      tab: 'plan',
      title: t(lang, 'plan.title'),
      actions: <Link href={part.at('print')}>{t(lang, 'plan.print')}</Link>,
      header: whole,
    },
    <>
      {view.saved ? (
        <Notice lang={lang} kind="success" title={t(lang, 'plan.saved')} announce />
      ) : null}
      {quiet ? (
        <Notice lang={lang} title={t(lang, 'quiet.title')}>
          <p>{t(lang, 'quiet.text', { date: sayDate(quiet, lang) })}</p>
        </Notice>
      ) : null}
      <WishPanel {...part} wish={plan.wish} linked={plan.linked} />
      <Goals {...part} goals={plan.goals} />
      <Steps {...part} steps={plan.steps} goals={plan.goals} today={today} quiet={quiet !== null} />
      <ProgressPanel {...part} progress={plan.progress} />
      {view.sections}
      <Section title={t(lang, 'need.title')}>
        {need ? <Judgement lang={lang} need={need} /> : <p class="muted">{t(lang, 'need.none')}</p>}
        <Act href={part.at('need')}>{t(lang, 'need.edit')}</Act>
      </Section>
      <Circumstances {...part} told={whole.circumstances} />
      <Section title={t(lang, 'contact.title')}>
        {involved.card.pseudonymous ? (
          <p class="muted">{t(lang, 'contact.hidden')}</p>
        ) : (
          <>
            <Phone ctx={ctx} contact={whole.contact} />
            <Act href={part.at('contact')}>{t(lang, 'contact.edit')}</Act>
          </>
        )}
        <Act href={part.at('modes')}>{t(lang, 'modes.page')}</Act>
      </Section>
    </>,
  )
}

/** The head of the page says how to reach the person; the number itself stands here. */
const Phone = ({ ctx, contact }: { ctx: View; contact: Contact | null }): VNode | null =>
  contact?.phone ? (
    <p>
      {t(ctx.lang, 'field.phone')}: <Link href={telUrl(contact.phone)}>{contact.phone}</Link>{' '}
      {contact.phoneShared ? (
        <StatusTag lang={ctx.lang} value="limited" label={t(ctx.lang, 'reach.phone-shared')} />
      ) : null}
    </p>
  ) : null

/** Whose words: staff's view is marked, the person's own is said too, so that neither is guessed at. */
const By = ({ ctx, by }: { ctx: View; by: 'person' | 'staff-view' }): VNode => (
  <Tag tone={by === 'person' ? 'info' : 'neutral'}>{t(ctx.lang, `by.${by}`)}</Tag>
)

const EditedBy = (props: { ctx: View; edited: { editedByName: string; editedAt: Date } }) => (
  <span class="muted small">
    {t(props.ctx.lang, 'edited.by', {
      name: props.edited.editedByName,
      when: sayMoment(props.edited.editedAt.getTime(), props.ctx.lang),
    })}
  </span>
)

const WishPanel = ({ ctx, at, wish, linked }: Part & { wish: Wish | null; linked: Wish[] }) => {
  const { lang } = ctx
  return (
    <Section title={t(lang, 'wish.title')}>
      {wish?.wish && wish.wishBy ? (
        <>
          <p class="prose">{wish.wish}</p>
          <p class="row">
            <By ctx={ctx} by={wish.wishBy} />
            <EditedBy ctx={ctx} edited={wish} />
          </p>
        </>
      ) : (
        <p class="muted">{t(lang, 'wish.none')}</p>
      )}
      {wish?.coordinator ? (
        <p>
          {t(lang, 'wish.coordinator')}: {wish.coordinator}
        </p>
      ) : null}
      {linked.map((other) =>
        other.wish && other.wishBy ? (
          <div key={other.of}>
            <p class="muted">{t(lang, 'wish.linked')}</p>
            <p class="prose">{other.wish}</p>
            <By ctx={ctx} by={other.wishBy} />
          </div>
        ) : null,
      )}
      <Act href={at('wish')}>{t(lang, 'wish.edit')}</Act>
    </Section>
  )
}

const Goals = ({ ctx, at, goals }: Part & { goals: Goal[] }): VNode => {
  const { lang } = ctx
  const open = goals.filter(({ status }) => status === 'open')
  const closed = goals.filter(({ status }) => status !== 'open')
  return (
    <Section title={t(lang, 'goals.title')}>
      {open.length === 0 ? <p class="muted">{t(lang, 'goals.none')}</p> : null}
      {open.length > 0 && open.every(({ wordsBy }) => wordsBy === 'staff-view') ? (
        <Notice lang={lang} kind="warning" title={t(lang, 'goals.staff')} />
      ) : null}
      {open.length > 0 ? (
        <ol>
          {open.map((goal) => (
            <li key={goal.id}>
              {goal.words} <By ctx={ctx} by={goal.wordsBy} />{' '}
              <Link href={at(`goals/${goal.id}`)}>{t(lang, 'goals.edit')}</Link>
            </li>
          ))}
        </ol>
      ) : null}
      <Folded title={closed.length > 0 ? t(lang, 'goals.closed', { n: closed.length }) : null}>
        <ul>
          {closed.map((goal) => (
            <li key={goal.id}>
              {goal.words} <Tag>{t(lang, `goal.${goal.status}`)}</Tag>{' '}
              <Link href={at(`goals/${goal.id}`)}>{t(lang, 'goals.edit')}</Link>
            </li>
          ))}
        </ul>
      </Folded>
      <Act href={at('goals/new')}>{t(lang, 'goals.add')}</Act>
    </Section>
  )
}

const ProgressPanel = ({ ctx, at, progress }: Part & { progress: Progress[] }): VNode => {
  const { lang } = ctx
  return (
    <Section title={t(lang, 'progress.title')}>
      {progress.length === 0 ? (
        <p class="muted">{t(lang, 'progress.none')}</p>
      ) : (
        <ul>
          {progress.map((each) => (
            <li key={each.id}>
              {each.words}{' '}
              <EditedBy
                ctx={ctx}
                edited={{ editedByName: each.recordedByName, editedAt: each.at }}
              />
            </li>
          ))}
        </ul>
      )}
      <Act href={at('progress')}>{t(lang, 'progress.add')}</Act>
    </Section>
  )
}

const Circumstances = ({ ctx, at, told }: Part & { told: Map<string, Circumstance> }): VNode => {
  const { lang } = ctx
  const known = [...told.values()].filter(({ answer }) => answer !== 'unknown')
  const unknown: PersonCriterion[] = personCriteria.filter(
    (criterion) => (told.get(criterion)?.answer ?? 'unknown') === 'unknown',
  )
  return (
    <Section title={t(lang, 'circumstances.title')}>
      {known.length === 0 ? (
        <p class="muted">{t(lang, 'circumstances.none')}</p>
      ) : (
        <>
          <ul>
            {known.map((each) => (
              <li key={each.criterion}>{sayCircumstance(lang, each)}</li>
            ))}
          </ul>
          <details>
            <summary>{t(lang, 'circumstances.unknown', { n: unknown.length })}</summary>
            <p class="muted">
              {unknown.map((criterion) => sayCriterion(lang, criterion)).join(', ')}
            </p>
          </details>
        </>
      )}
      <Act href={at('circumstances')}>{t(lang, 'circumstances.edit')}</Act>
    </Section>
  )
}
