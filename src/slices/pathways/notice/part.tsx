import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import { sayMoment } from '#kit/time/index.ts'
import { Actions, Button, Notice, Panel } from '#kit/ui/index.ts'
import type { PathwayPart } from '../engine/part.ts'
import { noticeClock, sentNotice } from './shelter.ts'
import { noticeTexts as t } from './texts.ts'

/** What a shelter owes the municipality of action, on the pathway's page: due, overdue or sent. */
export const municipalityNoticePart: PathwayPart = {
  key: 'municipality-notice',
  uses: 'municipality-notice',
  order: 30,
  render: async (ctx, { pathway }): Promise<VNode | null> => {
    const { lang } = ctx
    const { clock, sent } = await read(ctx.space, ctx.actor, async (tx) => ({
      clock: await noticeClock(tx, pathway.id),
      sent: await sentNotice(tx, pathway.id),
    }))
    if (!clock) return null
    const say = (at: Date) => sayMoment(at.getTime(), lang)
    const overdue = clock.stoppedAt === null && clock.dueAt < ctx.now
    return (
      <Panel title={t(lang, 'letter.title')} id="municipality-notice">
        {overdue ? (
          <Notice lang={lang} kind="error">
            <p>{t(lang, 'letter.overdue')}</p>
          </Notice>
        ) : null}
        <p>
          {clock.stoppedAt === null
            ? `${t(lang, 'letter.due')}: ${say(clock.dueAt)}`
            : sent
              ? t(lang, 'letter.sent', { when: say(sent.createdAt), to: sent.municipality ?? '' })
              : null}
        </p>
        <Actions>
          <Button
            kind={clock.stoppedAt === null ? 'primary' : 'secondary'}
            href={ctx.href(`/pathways/${pathway.id}/municipality-notice`)}
          >
            {t(lang, clock.stoppedAt === null ? 'letter.send' : 'letter.print')}
          </Button>
        </Actions>
      </Panel>
    )
  },
}
