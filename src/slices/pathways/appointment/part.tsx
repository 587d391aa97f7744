import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import type { Lang } from '#kit/i18n/index.ts'
import { sayMoment } from '#kit/time/index.ts'
import { Actions, Button, Form, Panel } from '#kit/ui/index.ts'
import { type PersonTab, type PlanPart, personHref } from '#slices/people/index.ts'
import type { PathwayPart } from '../engine/part.ts'
import { type MentorNoted, mentorOf, nextAppointments } from './queries.ts'
import { type Appointment, mentorAnswers } from './schema.ts'
import { appointmentTexts as t } from './texts.ts'

/** The appointments of a person, among the views of the person's page. */
export const appointmentsTab: PersonTab = {
  key: 'appointments',
  path: (id) => `${personHref(id)}/appointments`,
  label: { da: t('da', 'tab'), en: t('en', 'tab') },
  order: 40,
}

type Ahead = Pick<
  Appointment,
  'id' | 'at' | 'subject' | 'place' | 'meeting' | 'companion' | 'companionName'
>

const Next = ({ lang, ahead }: { lang: Lang; ahead: readonly Ahead[] }): VNode =>
  ahead.length === 0 ? (
    <p class="muted">{t(lang, 'part.none')}</p>
  ) : (
    <ul>
      {ahead.map((one) => (
        <li key={one.id}>
          <strong>{sayMoment(one.at.getTime(), lang)}</strong>: {one.subject}, {one.place} (
          {t(lang, `meeting.${one.meeting}`)}).{' '}
          {t(lang, `companion.${one.companion}`, { name: one.companionName ?? '' })}
        </li>
      ))}
    </ul>
  )

/** Appointments and the mentor afterwards, on the pathway's page. */
export const appointmentPart: PathwayPart = {
  key: 'appointments',
  uses: 'appointment',
  order: 40,
  render: async (ctx, { pathway, key }): Promise<VNode> => {
    const { lang } = ctx
    const { ahead, mentor } = await read(ctx.space, ctx.actor, async (tx) => ({
      ahead: await nextAppointments(tx, [pathway.person], ctx.now),
      mentor: await mentorOf(tx, pathway.id),
    }))
    return (
      <Panel title={t(lang, 'part.next')} id="appointments">
        <Next lang={lang} ahead={ahead} />
        <Actions>
          <Button kind="secondary" href={ctx.href(appointmentsTab.path(pathway.person))}>
            {t(lang, 'part.open')}
          </Button>
        </Actions>
        <Mentor ctx={ctx} pathway={pathway.id} formKey={key} mentor={mentor} />
      </Panel>
    )
  },
}

interface MentorProps {
  ctx: Ctx<unknown, unknown, unknown>
  pathway: string
  formKey: string
  mentor: MentorNoted | null
}

/** A mentor for the time after: offered and answered, each in one tap (RES-07). */
const Mentor = ({ ctx, pathway, formKey, mentor }: MentorProps): VNode => {
  const { lang } = ctx
  return (
    <>
      <h3>{t(lang, 'mentor.title')}</h3>
      <p class="muted">{t(lang, 'mentor.lead')}</p>
      <p>
        {mentor
          ? t(lang, `mentor.${mentor.answer}`, {
              when: sayMoment(mentor.at.getTime(), lang),
              name: mentor.byName,
            })
          : t(lang, 'mentor.none')}
      </p>
      <Form action={ctx.href(`/pathways/${pathway}/mentor`)} hidden={{ key: formKey }}>
        <Actions>
          {mentorAnswers
            .filter((answer) => answer !== mentor?.answer)
            .map((answer) => (
              <Button key={answer} kind="secondary" name="answer" value={answer}>
                {t(lang, `mentor.do.${answer}`)}
              </Button>
            ))}
        </Actions>
      </Form>
    </>
  )
}

/** The next appointments on the person's page, as everybody involved sees them. */
export const appointmentsInPlan: PlanPart = {
  key: 'appointments',
  order: 20,
  source: 'pathways.appointments_in_plan',
  say: (ctx, told) =>
    told === null
      ? null
      : {
          section: (
            <Panel title={t(ctx.lang, 'part.next')}>
              <Next
                lang={ctx.lang}
                ahead={(told as NextInPlan[]).map((one) => ({ ...one, at: new Date(one.at) }))}
              />
            </Panel>
          ),
        },
}

/** As `pathways.appointments_in_plan` says it. */
type NextInPlan = Omit<Ahead, 'at'> & { at: string }
