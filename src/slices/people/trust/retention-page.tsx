import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { sayMoment } from '#kit/time/index.ts'
import { Panel, Table } from '#kit/ui/index.ts'
import { t } from '../texts.ts'
import { protectionTabs } from './protection-page.tsx'
import type { Deletion, RetentionRule } from './queries.ts'

export interface RetentionView {
  rules: RetentionRule[]
  deletions: Deletion[]
}

/** How long each kind of record is kept, and what was deleted by which rule: never whose (L1). */
export const retentionPage = (ctx: Ctx<unknown, unknown, unknown>, view: RetentionView): VNode => {
  const { lang } = ctx
  const sayRecord = (record: string): string => {
    const key = `record.${record}`
    return t.has(key) ? t(lang, key) : record
  }
  return staffShell(
    ctx,
    { title: t(lang, 'protection.retention'), current: '/protection' },
    <div class="stack">
      {protectionTabs(ctx, 'retention')}
      <Panel title={t(lang, 'retention.rules')}>
        <p>{t(lang, 'retention.lead')}</p>
        <Table
          lang={lang}
          caption={t(lang, 'retention.rules')}
          captionHidden
          rows={view.rules}
          rowKey={(rule) => rule.record}
          empty={<p>{t(lang, 'retention.none')}</p>}
          columns={[
            {
              key: 'record',
              label: t(lang, 'retention.record'),
              cell: (rule) => sayRecord(rule.record),
            },
            {
              key: 'days',
              label: t(lang, 'retention.days'),
              cell: (rule) => t(lang, 'retention.days.n', { n: rule.keepDays }),
            },
            { key: 'source', label: t(lang, 'retention.source'), cell: (rule) => rule.source },
          ]}
        />
      </Panel>
      <Panel title={t(lang, 'retention.deletions')}>
        <Table
          lang={lang}
          caption={t(lang, 'retention.deletions')}
          captionHidden
          rows={view.deletions}
          rowKey={(deletion) => deletion.id}
          empty={<p>{t(lang, 'retention.none')}</p>}
          columns={[
            {
              key: 'at',
              label: t(lang, 'log.when'),
              cell: (deletion) => sayMoment(deletion.at.getTime(), lang),
            },
            {
              key: 'record',
              label: t(lang, 'retention.record'),
              cell: (deletion) => sayRecord(deletion.record),
            },
            {
              key: 'rows',
              label: t(lang, 'retention.rows'),
              cell: (deletion) => String(deletion.rows),
            },
            { key: 'rule', label: t(lang, 'log.why'), cell: (deletion) => deletion.rule },
          ]}
        />
      </Panel>
    </div>,
  )
}
