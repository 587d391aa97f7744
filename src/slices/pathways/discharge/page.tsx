import type { VNode } from 'preact'
import { oneOf, typedIn } from '#kit/http/forms.ts'
import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  Link,
  Notice,
  Panel,
  TextField,
} from '#kit/ui/index.ts'
import { careTopic, personShell } from '#slices/people/index.ts'
import { pathwayTopics } from '../engine/live.ts'
import type { Pathway } from '../engine/model.ts'
import { NOTICES } from '../notice/commands.ts'
import { StalePlan } from './commands.ts'
import { Ended, EndForm, StreetAnswer } from './end-form.tsx'
import { Municipality } from './municipality.tsx'
import { PlanForm, Stale, typedPlan, Warnings } from './plan-form.tsx'
import { type Discharge, planInput } from './schema.ts'
import { dischargeTexts as t } from './texts.ts'
import { Told } from './told.tsx'
import type { DischargeView } from './view.ts'

const saidText = {
  saved: 'plan.saved',
  moved: 'plan.moved',
  kept: 'plan.kept',
  noted: 'municipality.saved',
  redacted: 'redact.done',
} as const

/** The discharge from day one: the plan, the municipality, the discharge itself, and who was told. */
export const dischargePage = (view: DischargeView): Promise<VNode> => {
  const { ctx, involved, pathway, plan, refused, said } = view
  const { lang } = ctx
  return personShell(
    ctx,
    {
      involved,
      tab: 'pathways',
      title: t(lang, 'plan.title'),
      actions: (
        <>
          {open(pathway, plan) ? (
            <Link href={ctx.href(`/pathways/${pathway.id}/places`)}>{t(lang, 'plan.find')}</Link>
          ) : null}{' '}
          <Link href={ctx.href(`/pathways/${pathway.id}`)}>{t(lang, 'plan.back')}</Link>
        </>
      ),
      // Who was told, and that they have seen it.
      topics: [
        ...pathwayTopics(ctx.space, involved.organisation, pathway),
        careTopic(ctx.space, involved.organisation, NOTICES),
      ],
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={{ destination: t(lang, 'end.destination'), plannedOn: t(lang, 'field.plannedOn') }}
      />
      {said ? (
        <Notice lang={lang} kind={said === 'kept' ? 'warning' : 'success'} announce>
          <p>{t(lang, saidText[said])}</p>
        </Notice>
      ) : null}
      <Told
        ctx={ctx}
        notices={view.notices}
        names={new Map(view.municipalities.map(({ code, name }) => [code, name]))}
      />
      {view.streetRuns && view.owns ? (
        <StreetAnswer
          lang={lang}
          action={ctx.href(`/pathways/${pathway.id}/discharge/answered`)}
          hidden={{ key: view.formKey }}
          errors={view.asked === 'answered' ? refused?.errors : undefined}
        />
      ) : null}
      <Ended view={view} />
      {pathway.closedAt === null ? null : (
        <Notice lang={lang}>
          <p>{t(lang, 'plan.closed')}</p>
        </Notice>
      )}
      {plan.dischargedAt === null ? <Warnings lang={lang} plan={plan} /> : null}
      <Refusal view={view} />
      <Municipality view={view} />
      {open(pathway, plan) ? (
        <Panel title={t(lang, 'plan.title')}>
          <p>{t(lang, 'plan.lead')}</p>
          <PlanForm
            lang={lang}
            action={ctx.href(`/pathways/${pathway.id}/discharge`)}
            formKey={view.formKey}
            plan={refused?.error instanceof StalePlan ? refused.error.current : plan}
            typed={view.asked === 'plan' && refused ? typedIn(ctx) : null}
            errors={view.asked === 'plan' ? refused?.errors : undefined}
          />
        </Panel>
      ) : null}
      <Redact view={view} />
      {open(pathway, plan) && view.owns ? <EndForm view={view} /> : null}
    </div>,
  )
}

const open = (pathway: Pathway, plan: Discharge): boolean =>
  pathway.closedAt === null && plan.dischargedAt === null

/** Both versions of a plan that two have edited. */
const Refusal = ({ view }: { view: DischargeView }): VNode | null => {
  const { ctx, refused, asked } = view
  if (asked !== 'plan' || !(refused?.error instanceof StalePlan)) return null
  const yours = planInput.safeParse(typedPlan(typedIn(ctx)))
  return yours.success ? <Stale lang={ctx.lang} yours={yours.data} error={refused.error} /> : null
}

const Redact = ({ view }: { view: DischargeView }): VNode | null => {
  const { ctx, plan, pathway } = view
  const { lang } = ctx
  if (!plan.wardNote) return null
  return (
    <details open={view.asked === 'redact'}>
      <summary>{t(lang, 'redact.title')}</summary>
      <p>{plan.wardNote}</p>
      <Form
        action={ctx.href(`/pathways/${pathway.id}/discharge/redact`)}
        hidden={{ key: view.formKey }}
      >
        <TextField
          lang={lang}
          name="words"
          label={t(lang, 'redact.words')}
          errors={view.asked === 'redact' ? view.refused?.errors : undefined}
          value={view.asked === 'redact' ? oneOf(typedIn(ctx), 'words') : ''}
          maxLength={500}
          required
        />
        <Actions>
          <Button kind="secondary">{t(lang, 'redact.do')}</Button>
        </Actions>
      </Form>
    </details>
  )
}
