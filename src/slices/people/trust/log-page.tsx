import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { sayMoment } from '#kit/time/index.ts'
import { Filters, Pager, Select, Table, TextField } from '#kit/ui/index.ts'
import { looks } from '../schema.ts'
import { t } from '../texts.ts'
import { protectionTabs } from './protection-page.tsx'
import type { LogLine } from './queries.ts'

type View = Ctx<unknown, unknown, unknown>

export interface LogView {
  lines: LogLine[]
  next: number | null
  codes: Map<string, string>
  who: { actor: string; name: string }[]
  asked: { code: string; actor: string; what: string; from: string; until: string }
}

/** The code of one; of those in a list how many, and that the one asked for was among them. */
const sayWhom = (lang: View['lang'], { asked, codes }: LogView, line: LogLine): string => {
  if (line.persons === null) return line.person ? (codes.get(line.person) ?? '–') : '–'
  const n = line.persons.length
  const among = asked.code && !line.person ? asked.code.toUpperCase() : null
  return among === null ? t(lang, 'log.persons', { n }) : t(lang, 'log.among', { code: among, n })
}

/** What was looked at, in words; what has none yet by its code. */
const sayPart = (lang: View['lang'], part: string): string => {
  const key = `seen.${part}`
  return t.has(key) ? t(lang, key) : part
}

/** Who in the organisation has looked at whom, when and why (SEC-01). Persons stand by their code. */
export const logPage = (ctx: View, view: LogView): VNode => {
  const { lang } = ctx
  const { asked } = view
  const query = (cursor: number): string => {
    const said = Object.entries({ ...asked, cursor: String(cursor) }).filter(([, v]) => v !== '')
    return ctx.href(`/protection/log?${new URLSearchParams(said)}`)
  }
  return staffShell(
    ctx,
    { title: t(lang, 'protection.log'), current: '/protection' },
    <div class="stack">
      {protectionTabs(ctx, 'log')}
      <Filters
        lang={lang}
        action={ctx.href('/protection/log')}
        clearHref={
          Object.values(asked).some((each) => each !== '') ? ctx.href('/protection/log') : undefined
        }
      >
        <TextField
          lang={lang}
          name="code"
          quiet
          label={t(lang, 'log.code')}
          value={asked.code}
          maxLength={20}
          spellcheck={false}
        />
        <Select
          lang={lang}
          name="actor"
          quiet
          label={t(lang, 'log.who')}
          options={view.who.map(({ actor, name }) => ({ value: actor, label: name }))}
          value={asked.actor}
        />
        <Select
          lang={lang}
          name="what"
          quiet
          label={t(lang, 'log.what')}
          options={looks.map((value) => ({ value, label: t(lang, `look.${value}`) }))}
          value={asked.what}
        />
        <TextField
          lang={lang}
          name="from"
          type="date"
          quiet
          label={t(lang, 'log.from')}
          value={asked.from}
        />
        <TextField
          lang={lang}
          name="until"
          type="date"
          quiet
          label={t(lang, 'log.until')}
          value={asked.until}
        />
      </Filters>
      <Table
        lang={lang}
        caption={t(lang, 'protection.log')}
        captionHidden
        rows={view.lines}
        rowKey={(line) => String(line.seq)}
        empty={<p>{t(lang, 'log.none')}</p>}
        columns={[
          {
            key: 'at',
            label: t(lang, 'log.when'),
            cell: (line) => sayMoment(line.at.getTime(), lang),
          },
          { key: 'who', label: t(lang, 'log.who'), cell: (line) => line.actorName },
          {
            key: 'what',
            label: t(lang, 'log.what'),
            cell: (line) => (
              <>
                {t(lang, `look.${line.what}`)}{' '}
                {line.part ? <span class="muted">{sayPart(lang, line.part)}</span> : null}
              </>
            ),
          },
          {
            key: 'person',
            label: t(lang, 'log.person'),
            cell: (line) => sayWhom(lang, view, line),
          },
          { key: 'reason', label: t(lang, 'log.why'), cell: (line) => line.reason ?? '' },
        ]}
      />
      <Pager
        lang={lang}
        shown={view.lines.length}
        nextHref={view.next === null ? null : query(view.next)}
      />
    </div>,
  )
}
