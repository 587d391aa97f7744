import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { sayMoment } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  Card,
  Form,
  Link,
  Pager,
  SummaryList,
  Tag,
  TimeStamp,
  telUrl,
} from '#kit/ui/index.ts'
import { careTopic } from '#slices/people/index.ts'
import { NOTICES } from './commands.ts'
import { isUrgent } from './rules.ts'
import { sayNotice } from './say.ts'
import type { CareNotice } from './schema.ts'
import { noticeTexts as t } from './texts.ts'

type View = Ctx<unknown, unknown, unknown>

export interface InboxView {
  organisations: string[]
  notices: CareNotice[]
  names: ReadonlyMap<string, string>
  /** Persons whom the actor is involved with: their pathway can be opened. */
  involved: ReadonlySet<string>
  next: string | null
}

/** What an organisation was told, unseen first. It names nobody: whoever is involved opens the pathway. */
export const inboxPage = (ctx: View, view: InboxView): VNode => {
  const { lang } = ctx
  return staffShell(
    ctx,
    {
      title: t(lang, 'inbox.title'),
      current: '/notices',
      topics: view.organisations.map((one) => careTopic(ctx.space, one, NOTICES)),
    },
    <div class="stack">
      <p class="muted">{t(lang, 'inbox.lead')}</p>
      {view.notices.length === 0 ? <p class="empty">{t(lang, 'inbox.empty')}</p> : null}
      <div class="cards">
        {view.notices.map((notice) => (
          <One key={notice.id} ctx={ctx} view={view} notice={notice} />
        ))}
      </div>
      {view.next ? (
        <Pager
          lang={lang}
          shown={view.notices.length}
          nextHref={ctx.href(`/notices?cursor=${view.next}`)}
        />
      ) : null}
    </div>,
  )
}

const One = ({ ctx, view, notice }: { ctx: View; view: InboxView; notice: CareNotice }): VNode => {
  const { lang } = ctx
  const mayOpen =
    notice.pathwayId !== null && notice.personId !== null && view.involved.has(notice.personId)
  return (
    <Card id={`notice-${notice.id}`} {...(isUrgent(notice) ? { edge: 'danger' as const } : {})}>
      <h2>
        {t(lang, `kind.${notice.kind}`)}{' '}
        {notice.seenAt ? null : <Tag tone="info">{t(lang, 'inbox.unseen')}</Tag>}
      </h2>
      <p>{sayNotice(lang, notice)}</p>
      <SummaryList
        items={[
          { label: t(lang, 'inbox.from'), value: view.names.get(notice.organisationId) ?? '' },
          {
            label: t(lang, 'inbox.when'),
            value: <TimeStamp lang={lang} at={notice.createdAt} now={ctx.now} />,
          },
          ...(notice.contactName
            ? [
                {
                  label: t(lang, 'inbox.contact'),
                  value: (
                    <>
                      {notice.contactName}
                      {notice.contactPhone ? (
                        <>
                          {' · '}
                          <Link href={telUrl(notice.contactPhone)}>{notice.contactPhone}</Link>
                        </>
                      ) : null}
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {notice.seenAt ? (
        <p class="muted">
          {t(lang, 'inbox.seen', {
            when: sayMoment(notice.seenAt.getTime(), lang),
            name: notice.seenByName ?? '',
          })}
        </p>
      ) : null}
      {mayOpen ? (
        <Actions>
          <Button kind="secondary" href={ctx.href(`/pathways/${notice.pathwayId}`)}>
            {t(lang, 'inbox.open')}
          </Button>
        </Actions>
      ) : null}
      {notice.seenAt ? null : (
        <Form action={ctx.href(`/notices/${notice.id}/seen`)} hidden={{ key: notice.id }}>
          <Button kind="secondary">{t(lang, 'inbox.mark')}</Button>
        </Form>
      )}
    </Card>
  )
}
