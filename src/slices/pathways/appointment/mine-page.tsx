import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { sayMoment } from '#kit/time/index.ts'
import { Actions, Button, Card, Form, Notice, Tag } from '#kit/ui/index.ts'
import { careTopic, sayLanguages, workplaces } from '#slices/people/index.ts'
import { sayTopic } from '../texts/topics.ts'
import { myTopic } from './commands.ts'
import type { MyAppointment } from './schema.ts'
import { appointmentTexts as t } from './texts.ts'

type View = Ctx<unknown, unknown, unknown>

/** A companion's page: a call name, when, where, and what may be told; yes or no. Nothing else (PER-05). */
export const minePage = (
  ctx: View,
  appointments: readonly MyAppointment[],
  refused: string | null,
): VNode => {
  const { lang, actor } = ctx
  return staffShell(
    ctx,
    {
      title: t(lang, 'mine.title'),
      current: '/my-appointments',
      topics: [
        myTopic(ctx.space, actor.id ?? actor.name),
        // A consent that is withdrawn takes the appointment away.
        ...workplaces(actor, 'volunteer', 'social-professional', 'health-professional').map(
          (organisation) => careTopic(ctx.space, organisation, 'my-appointments'),
        ),
      ],
    },
    <div class="stack">
      {refused ? (
        <Notice lang={lang} kind="warning" announce>
          <p>{refused}</p>
        </Notice>
      ) : null}
      <p class="muted">{t(lang, 'mine.lead')}</p>
      {appointments.length === 0 ? <p class="empty">{t(lang, 'mine.empty')}</p> : null}
      <div class="cards">
        {appointments.map((appointment) => (
          <One key={appointment.id} ctx={ctx} appointment={appointment} />
        ))}
      </div>
    </div>,
  )
}

const One = ({ ctx, appointment }: { ctx: View; appointment: MyAppointment }): VNode => {
  const { lang } = ctx
  const accepted = appointment.companion === 'accepted'
  return (
    <Card id={`appointment-${appointment.id}`}>
      <h2>
        {appointment.called}{' '}
        <Tag tone="info">{t(lang, accepted ? 'mine.accepted' : 'mine.asked')}</Tag>
      </h2>
      <p>
        <strong>{sayMoment(appointment.at.getTime(), lang)}</strong>
      </p>
      <p>
        {[
          appointment.place,
          t(lang, `meeting.${appointment.meeting}`),
          appointment.language ? sayLanguages(lang, [appointment.language]) : null,
          appointment.interpreter ? t(lang, 'mine.interpreter') : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p>
        {appointment.mayTell.length === 0
          ? t(lang, 'mine.may-tell.nothing')
          : `${t(lang, 'mine.may-tell')}: ${appointment.mayTell.map((topic) => sayTopic(lang, topic)).join(', ')}`}
      </p>
      <Form
        action={ctx.href(`/my-appointments/${appointment.id}`)}
        hidden={{ key: `${appointment.id}:${appointment.companion}` }}
      >
        <Actions halves>
          {accepted ? null : (
            <Button wide name="answer" value="accepted">
              {t(lang, 'mine.yes')}
            </Button>
          )}
          <Button wide kind="secondary" name="answer" value="declined">
            {t(lang, accepted ? 'mine.cannot' : 'mine.no')}
          </Button>
        </Actions>
      </Form>
    </Card>
  )
}
