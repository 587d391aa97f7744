import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { sayMoment } from '#kit/time/index.ts'
import { Link, Notice, Panel, telUrl } from '#kit/ui/index.ts'
import type { CareNotice } from '../notice/schema.ts'
import { dischargeTexts as t } from './texts.ts'

type View = Ctx<unknown, unknown, unknown>

/** Who was told about a discharge to the street, when, by which way, and whether anybody has seen it. */
export const Told = (props: {
  ctx: View
  notices: readonly CareNotice[]
  /** Names of municipalities by code. */
  names: ReadonlyMap<string, string>
}): VNode | null => {
  const { ctx, names } = props
  const { lang } = ctx
  const street = props.notices.filter(({ kind }) => kind === 'street')
  if (street.length === 0) return null
  return (
    <Panel title={t(lang, 'told.title')} id="told">
      {street.map((notice) => (
        <Line
          key={notice.id}
          ctx={ctx}
          notice={notice}
          name={names.get(notice.municipality ?? '') ?? ''}
        />
      ))}
    </Panel>
  )
}

const Line = ({ ctx, notice, name }: { ctx: View; notice: CareNotice; name: string }): VNode => {
  const { lang } = ctx
  const say = (at: Date) => sayMoment(at.getTime(), lang)
  return (
    <div class="stack">
      <p>
        {notice.toOrganisationId
          ? t(lang, 'told.in-app', { name, when: say(notice.createdAt) })
          : t(lang, 'told.nobody', { name })}{' '}
        {notice.toOrganisationId
          ? notice.seenAt
            ? t(lang, 'told.seen', { when: say(notice.seenAt), name: notice.seenByName ?? '' })
            : t(lang, 'told.unseen')
          : null}
      </p>
      {notice.contactName ? (
        <p>
          {t(lang, 'told.contact', { name: notice.contactName })}
          {notice.contactPhone ? (
            <>
              {': '}
              <Link href={telUrl(notice.contactPhone)}>{notice.contactPhone}</Link>
            </>
          ) : null}
          {'. '}
          {notice.mailedAt
            ? t(lang, 'told.mailed', { when: say(notice.mailedAt) })
            : t(lang, 'told.not-mailed')}
        </p>
      ) : (
        <Notice lang={lang} kind="error">
          <p>{t(lang, 'told.no-contact', { name })}</p>
        </Notice>
      )}
    </div>
  )
}
