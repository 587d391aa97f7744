import type { VNode } from 'preact'
import { staffShell } from '#kit/http/shell.tsx'
import { localDate, sayDate } from '#kit/time/index.ts'
import {
  Button,
  Checkbox,
  Filters,
  Link,
  Notice,
  type Option,
  Pager,
  Select,
  StaleMark,
  StatusTag,
  Table,
  Tag,
  TextField,
  TimeStamp,
} from '#kit/ui/index.ts'
import { statusAt } from '../../rules.ts'
import { kinds } from '../../schema.ts'
import { words } from '../../words.ts'
import { type ListedService, marks } from '../list.ts'
import { directoryTexts as t } from '../texts.ts'
import type { View } from './fields.tsx'
import { DirectoryTabs } from './tabs.tsx'

export interface ListView {
  chosen: {
    area: string
    kind?: string | undefined
    q?: string | undefined
    mark?: string | undefined
    mine: boolean
  }
  areas: Option[]
  municipalities: Map<string, string>
  services: ListedService[]
  next: string | null
  first: boolean
  /** Those who edit something. */
  mayAdd: boolean
  /** How many a file has just added. */
  added: number
}

/** The directory for those who keep it: filtered, paged, each with how old its status is. */
export const listPage = (ctx: View, view: ListView): VNode => {
  const { lang } = ctx
  const { chosen } = view
  const params = new URLSearchParams()
  if (chosen.area !== 'dk') params.set('area', chosen.area)
  for (const name of ['kind', 'q', 'mark'] as const) {
    const value = chosen[name]
    if (value) params.set(name, value)
  }
  if (chosen.mine) params.set('mine', 'yes')
  const plain = ctx.href('/directory')
  const here = params.size > 0 ? `${plain}?${params}` : plain
  const onward = new URLSearchParams(params)
  if (view.next) onward.set('cursor', view.next)
  return staffShell(
    ctx,
    {
      title: t(lang, 'list.title'),
      current: '/directory',
      topics: ['directory', 'services'],
      actions: view.mayAdd ? (
        <>
          <Button href={ctx.href('/directory/new')}>{t(lang, 'list.add')}</Button>
          <Button kind="secondary" href={ctx.href('/directory/new/temporary')}>
            {t(lang, 'list.temporary')}
          </Button>
        </>
      ) : undefined,
    },
    <div class="stack">
      <DirectoryTabs ctx={ctx} tab="services" />
      {view.added > 0 ? (
        <Notice
          lang={lang}
          kind="success"
          title={t(lang, 'list.imported', { n: view.added })}
          announce
        />
      ) : null}
      <Filters lang={lang} action={plain} clearHref={params.size > 0 ? plain : undefined}>
        <TextField
          lang={lang}
          name="q"
          type="search"
          quiet
          label={t(lang, 'list.q')}
          value={chosen.q}
        />
        <Select
          lang={lang}
          name="area"
          quiet
          empty={false}
          label={t(lang, 'list.area')}
          options={view.areas}
          value={chosen.area}
        />
        <Select
          lang={lang}
          name="kind"
          quiet
          label={t(lang, 'list.kind')}
          empty={t(lang, 'list.all-kinds')}
          options={kinds.map((kind) => ({ value: kind, label: words(lang, `kind.${kind}`) }))}
          value={chosen.kind}
        />
        <Select
          lang={lang}
          name="mark"
          quiet
          label={t(lang, 'list.mark')}
          empty={t(lang, 'list.mark.all')}
          options={marks.map((mark) => ({ value: mark, label: t(lang, `list.mark.${mark}`) }))}
          value={chosen.mark}
        />
        {view.mayAdd ? (
          <Checkbox
            lang={lang}
            name="mine"
            quiet
            label={t(lang, 'list.mine')}
            checked={chosen.mine}
          />
        ) : null}
      </Filters>
      <Table
        lang={lang}
        caption={t(lang, 'list.caption')}
        captionHidden
        rows={view.services}
        rowKey={({ id }) => id}
        empty={
          params.size > 0 ? (
            <p>
              {t(lang, 'list.none')} <Link href={plain}>{t(lang, 'list.none.clear')}</Link>
            </p>
          ) : (
            <p>{t(lang, view.mayAdd ? 'list.nothing.add' : 'list.nothing')}</p>
          )
        }
        columns={[
          {
            key: 'name',
            label: t(lang, 'list.name'),
            cell: (row) => (
              <>
                <Link href={ctx.href(`/directory/${row.id}`)}>{row.name}</Link>
                <div class="muted small">{row.organisationName}</div>
              </>
            ),
          },
          {
            key: 'kind',
            label: t(lang, 'list.kind'),
            cell: (row) => words(lang, `kind.${row.kind}`),
          },
          {
            key: 'municipality',
            label: t(lang, 'list.municipality'),
            cell: (row) =>
              row.municipality === null
                ? t(lang, 'list.whole-country')
                : (view.municipalities.get(row.municipality) ?? row.municipality),
          },
          {
            key: 'status',
            label: t(lang, 'list.status'),
            cell: (row) => (
              <>
                <Told ctx={ctx} row={row} />{' '}
                {row.barriersAssessed ? null : <Tag>{t(lang, 'list.not-assessed')}</Tag>}
              </>
            ),
          },
          {
            key: 'links',
            label: t(lang, 'list.links'),
            cell: (row) => (
              <>
                {row.mayReport && row.facts ? (
                  <div>
                    <Link href={ctx.href(`/services/${row.id}/report`)}>
                      {t(lang, 'list.report')}
                    </Link>
                  </div>
                ) : null}
                {row.facts ? (
                  <Link href={ctx.href(`/places/${row.id}`)}>{t(lang, 'list.public')}</Link>
                ) : null}
              </>
            ),
          },
        ]}
      />
      <Pager
        lang={lang}
        shown={view.services.length}
        nextHref={view.next ? `${plain}?${onward}` : null}
        firstHref={view.first ? null : here}
      />
    </div>,
  )
}

/** The status with its age; a stale one is said to be stale instead. */
const Told = ({ ctx, row }: { ctx: View; row: ListedService }): VNode => {
  const { lang, now } = ctx
  const today = localDate(now.getTime())
  if (row.closedOn !== null && row.closedOn < today) {
    return <Tag>{t(lang, 'list.ended', { date: sayDate(row.closedOn, lang) })}</Tag>
  }
  if (row.openedOn !== null && row.openedOn > today) {
    return <Tag tone="info">{t(lang, 'list.starts', { date: sayDate(row.openedOn, lang) })}</Tag>
  }
  if (row.facts === null) return <StaleMark lang={lang} now={now} />
  const status = statusAt(row.facts, now.getTime())
  if (status.at === null) return <StaleMark lang={lang} now={now} />
  const at = new Date(status.at)
  if (status.stale) return <StaleMark lang={lang} at={at} now={now} />
  return (
    <>
      <StatusTag lang={lang} value={status.value} /> <TimeStamp lang={lang} at={at} now={now} />
    </>
  )
}
