import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { sayDate } from '#kit/time/index.ts'
import { Actions, Button, Form, Link, StatusTag, Tag } from '#kit/ui/index.ts'
import type { Goal, Step } from '../rows.ts'
import { isOverdue } from '../rules.ts'
import { t } from '../texts.ts'
import { Act, Folded, type Part, Section } from './section.tsx'

type StepsProps = Part & { steps: Step[]; goals: Goal[]; today: string; quiet: boolean }

/** What was agreed, with a button for done; folded away in a stay's quiet days (RES-02). */
export const Steps = (props: StepsProps): VNode => {
  const { ctx, at, quiet } = props
  const { lang } = ctx
  const agreed = props.steps.filter(({ status }) => status === 'agreed')
  const closed = props.steps.filter(({ status }) => status !== 'agreed')
  const list =
    agreed.length > 0 ? (
      <StepCards {...props} steps={agreed} />
    ) : (
      <p class="muted">{t(lang, 'steps.none')}</p>
    )
  return (
    <Section title={t(lang, 'steps.title')}>
      {quiet && agreed.length > 0 ? (
        <Folded title={t(lang, 'quiet.fold', { n: agreed.length })}>{list}</Folded>
      ) : (
        list
      )}
      <Folded title={closed.length > 0 ? t(lang, 'steps.closed', { n: closed.length }) : null}>
        <ul>
          {closed.map((step) => (
            <li key={step.id}>
              {step.words} ({step.owner}) <Tag>{t(lang, `step.${step.status}`)}</Tag>{' '}
              {step.doneOn ? t(lang, 'step.done-on', { date: sayDate(step.doneOn, lang) }) : null}{' '}
              <Link href={at(`steps/${step.id}`)}>{t(lang, 'steps.change')}</Link>
            </li>
          ))}
        </ul>
      </Folded>
      <Act href={at('steps/new')}>{t(lang, 'steps.add')}</Act>
    </Section>
  )
}

const StepCards = ({ ctx, at, steps, goals, today, quiet }: StepsProps): VNode => {
  const { lang } = ctx
  const about = new Map(goals.map((goal) => [goal.id, goal.words]))
  return (
    <div class="cards">
      {steps.map((step) => {
        // A day that passes while nothing is asked of the person is nobody's omission.
        const overdue = !quiet && isOverdue(step, today)
        return (
          <article class={overdue ? 'card card--limited' : 'card'} key={step.id}>
            <p>
              <strong>{step.words}</strong>{' '}
              {overdue ? (
                <StatusTag lang={lang} value="limited" label={t(lang, 'steps.overdue')} />
              ) : null}
            </p>
            <p>
              {step.owner} · {t(lang, 'field.dueOn')} {sayDate(step.dueOn, lang)}
            </p>
            {step.goal && about.has(step.goal) ? <p class="muted">{about.get(step.goal)}</p> : null}
            {/* Carries the status alone: what a form does not carry stays as it is. */}
            <Form
              action={at(`steps/${step.id}`)}
              hidden={{ key: randomUUID(), version: step.version, status: 'done' }}
              label={step.words}
            >
              <Actions>
                <Button kind="secondary">{t(lang, 'steps.done')}</Button>
                <Link href={at(`steps/${step.id}`)}>{t(lang, 'steps.change')}</Link>
              </Actions>
            </Form>
          </article>
        )
      })}
    </div>
  )
}
