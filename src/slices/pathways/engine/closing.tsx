import type { VNode } from 'preact'
import { type Db, read } from '#kit/db/index.ts'
import { oneOf, type Typed } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { sayDate } from '#kit/time/index.ts'
import { Notice, TimeStamp } from '#kit/ui/index.ts'
import { findService } from '#slices/services/index.ts'
import { t } from '../texts.ts'
import { type Promised, promisesOf } from './promises.ts'

type View = Ctx<unknown, unknown, unknown>

/** What ends with a pathway, with the names of the places, so that nobody takes back what they have not seen. */
export type Shown = Promised & { name: string }

export const endingOf = async (tx: Db, pathway: string): Promise<Shown[]> => {
  const shown: Shown[] = []
  for (const promised of await promisesOf(tx, pathway)) {
    const service = await findService(tx, promised.service)
    shown.push({ ...promised, name: service?.name ?? '' })
  }
  return shown
}

export const seeEnding = (ctx: View, pathway: string): Promise<Shown[]> =>
  read(ctx.space, ctx.actor, (tx) => endingOf(tx, pathway))

/** As the form carries it: what was shown, and no more, is taken back. */
export const idsOf = (ending: readonly Shown[]): string => ending.map(({ id }) => id).join(' ')

export const withdrawsIn = (typed: Typed): string[] =>
  oneOf(typed, 'withdraws').split(' ').filter(Boolean)

/** With whom, since when, and for which days a place is held: nothing of what was written. */
export const PromisedLine = ({ ctx, promised }: { ctx: View; promised: Shown }): VNode => {
  const { lang, now } = ctx
  const { kind, name, since, from, until } = promised
  return (
    <>
      {from !== null && until !== null
        ? t(lang, 'promised.place', {
            name,
            from: sayDate(from, lang),
            until: sayDate(until, lang),
          })
        : t(lang, 'promised.referral', { name })}{' '}
      {kind === 'own-place' ? null : (
        <span class="muted">
          {t(lang, 'promised.since')} <TimeStamp lang={lang} at={since} now={now} show="when" />
        </span>
      )}
    </>
  )
}

/** Shown before the pathway is ended. @param keeps who leaves alive keeps the place that is held at the next house */
export const Ending = (props: {
  ctx: View
  ending: readonly Shown[]
  keeps?: boolean
}): VNode | null => {
  const { ctx, ending, keeps } = props
  const { lang } = ctx
  if (ending.length === 0) return null
  return (
    <Notice lang={lang} kind="warning" title={t(lang, 'ending.title')}>
      <p>{t(lang, 'ending.text')}</p>
      <ul>
        {ending.map((promised) => (
          <li key={promised.id}>
            <PromisedLine ctx={ctx} promised={promised} />
          </li>
        ))}
      </ul>
      {keeps ? <p>{t(lang, 'ending.keeps')}</p> : null}
    </Notice>
  )
}
