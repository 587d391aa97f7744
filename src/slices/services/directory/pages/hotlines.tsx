import type { VNode } from 'preact'
import { staffShell } from '#kit/http/shell.tsx'
import { localDate, sayDate, sayOpensNext } from '#kit/time/index.ts'
import {
  Button,
  Filters,
  Link,
  Notice,
  Pager,
  Select,
  StatusTag,
  Table,
  Tag,
} from '#kit/ui/index.ts'
import type { HotlineFacts } from '../../queries.ts'
import { hotlineTimetable, isOpenByHours, nextOpening } from '../../rules.ts'
import { audiences } from '../../schema.ts'
import { words } from '../../words.ts'
import { directoryTexts as t } from '../texts.ts'
import type { View } from './fields.tsx'
import { DirectoryTabs } from './tabs.tsx'

export interface HotlineListView {
  hotlines: HotlineFacts[]
  next: string | null
  first: boolean
  audience: string | undefined
  municipalities: Map<string, string>
  mayAdd: boolean
  saved: boolean
}

/** All telephone lines for those who keep them, with whether they answer now (HOT-01). */
export const hotlinesPage = (ctx: View, view: HotlineListView): VNode => {
  const { lang } = ctx
  const plain = ctx.href('/hotlines')
  const params = new URLSearchParams(view.audience ? { audience: view.audience } : {})
  const onward = new URLSearchParams(params)
  if (view.next) onward.set('cursor', view.next)
  return staffShell(
    ctx,
    {
      title: t(lang, 'hotlines.title'),
      current: '/directory',
      topics: ['hotlines'],
      actions: view.mayAdd ? (
        <Button href={ctx.href('/hotlines/new')}>{t(lang, 'hotlines.add')}</Button>
      ) : undefined,
    },
    <div class="stack">
      <DirectoryTabs ctx={ctx} tab="hotlines" />
      {view.saved ? <Notice lang={lang} kind="success" title={t(lang, 'saved')} announce /> : null}
      <p class="prose">{t(lang, 'hotlines.lead')}</p>
      <Filters lang={lang} action={plain} clearHref={view.audience ? plain : undefined}>
        <Select
          lang={lang}
          name="audience"
          quiet
          label={t(lang, 'hotlines.audience')}
          empty={t(lang, 'hotlines.all-audiences')}
          options={audiences.map((one) => ({ value: one, label: words(lang, `audience.${one}`) }))}
          value={view.audience}
        />
      </Filters>
      <Table
        lang={lang}
        caption={t(lang, 'hotlines.title')}
        captionHidden
        rows={view.hotlines}
        rowKey={({ id }) => id}
        empty={<p>{t(lang, 'hotlines.none')}</p>}
        columns={[
          {
            key: 'name',
            label: t(lang, 'hotlines.name'),
            cell: (line) => (
              <>
                <Link href={ctx.href(`/hotlines/${line.id}`)}>{line.name}</Link>{' '}
                {line.acute ? <Tag>{t(lang, 'hotlines.acute')}</Tag> : null}
                {line.topic ? <div class="muted small">{line.topic}</div> : null}
              </>
            ),
          },
          {
            key: 'audience',
            label: t(lang, 'hotlines.audience'),
            cell: (line) => words(lang, `audience.${line.audience}`),
          },
          {
            key: 'step',
            label: t(lang, 'hotlines.step'),
            number: true,
            cell: (line) => line.escalationStep,
          },
          {
            key: 'phones',
            label: t(lang, 'hotlines.phones'),
            cell: (line) => line.phones.join(', '),
          },
          {
            key: 'municipality',
            label: t(lang, 'field.municipality'),
            cell: (line) =>
              line.municipality === null
                ? t(lang, 'list.whole-country')
                : (view.municipalities.get(line.municipality) ?? line.municipality),
          },
          {
            key: 'now',
            label: t(lang, 'hotlines.now'),
            cell: (line) => <Now ctx={ctx} line={line} />,
          },
          {
            key: 'from',
            label: t(lang, 'hotlines.from'),
            cell: (line) => sayDate(line.documentedFrom, lang),
          },
        ]}
      />
      <Pager
        lang={lang}
        shown={view.hotlines.length}
        nextHref={view.next ? `${plain}?${onward}` : null}
        firstHref={view.first ? null : params.size > 0 ? `${plain}?${params}` : plain}
      />
    </div>,
  )
}

/** Does it answer now? Unknown hours are unknown. */
const Now = ({ ctx, line }: { ctx: View; line: HotlineFacts }): VNode => {
  const { lang, now } = ctx
  const today = localDate(now.getTime())
  if (line.validUntil !== null && line.validUntil < today) {
    return <Tag>{t(lang, 'hotlines.ended', { date: sayDate(line.validUntil, lang) })}</Tag>
  }
  if (line.documentedFrom > today) {
    return <Tag>{t(lang, 'hotlines.later', { date: sayDate(line.documentedFrom, lang) })}</Tag>
  }
  const timetable = hotlineTimetable(line.openingHours)
  const open = isOpenByHours(timetable, now.getTime())
  if (open === null)
    return <StatusTag lang={lang} value="unknown" label={t(lang, 'hotlines.unknown')} />
  if (open) return <StatusTag lang={lang} value="open" label={t(lang, 'hotlines.open')} />
  const next = nextOpening(timetable, now.getTime())
  return (
    <>
      <StatusTag lang={lang} value="closed" label={t(lang, 'hotlines.closed')} />{' '}
      {next === null
        ? null
        : t(lang, 'hotlines.opens', { when: sayOpensNext(next, now.getTime(), lang) })}
    </>
  )
}
