import type { VNode } from 'preact'
import type { Refused } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import { Actions, Button, ErrorSummary, Field, Form, Link, Notice, Table } from '#kit/ui/index.ts'
import { DirectoryTabs } from '../directory/pages/tabs.tsx'
import type { ImportResult } from './import.ts'
import { MAX_ROWS } from './read.ts'
import { sayProblem } from './say.ts'
import { importTexts as t } from './texts.ts'

type View = Ctx<unknown, unknown, unknown>
const shell = (ctx: View, children: VNode): VNode =>
  staffShell(
    ctx,
    { title: t(ctx.lang, 'title'), current: '/directory' },
    <div class="stack">
      <DirectoryTabs ctx={ctx} tab="import" />
      {children}
    </div>,
  )

/** Choose a file; the template shows what it must look like. */
export const uploadPage = (ctx: View, refused: Refused | null): VNode => {
  const { lang } = ctx
  return shell(
    ctx,
    <>
      <ErrorSummary lang={lang} errors={refused?.errors ?? {}} general={refused?.general} />
      <p>{t(lang, 'lead', { rows: MAX_ROWS })}</p>
      <p>
        <Link href={ctx.href('/directory/import/template.csv')}>{t(lang, 'template')}</Link>
      </p>
      <Form action={ctx.href('/directory/import')} upload>
        <Field lang={lang} name="file" label={t(lang, 'file')} required errors={refused?.errors}>
          <input id="f-file" type="file" name="file" accept=".csv,text/csv" class="input" />
        </Field>
        <Button>{t(lang, 'check')}</Button>
      </Form>
    </>,
  )
}

/** What is wrong, row by row; or what will be added, to be confirmed. Nothing is kept until then. */
export const previewPage = (ctx: View, result: ImportResult, csv: string): VNode => {
  const { lang } = ctx
  const again = <Link href={ctx.href('/directory/import')}>{t(lang, 'again')}</Link>
  if (!result.ok) {
    return shell(
      ctx,
      <>
        <Notice lang={lang} kind="error" announce>
          <p>{t(lang, 'wrong', { problems: result.problems.length, rows: result.rows })}</p>
        </Notice>
        <Table
          lang={lang}
          caption={t(lang, 'problems')}
          rows={result.problems.slice(0, 500)}
          rowKey={({ line, column, code }) => `${line} ${column} ${code}`}
          empty={null}
          columns={[
            { key: 'line', label: t(lang, 'line'), number: true, cell: ({ line }) => line },
            { key: 'column', label: t(lang, 'column'), cell: ({ column }) => column ?? '' },
            {
              key: 'what',
              label: t(lang, 'what'),
              cell: (problem) => sayProblem(lang, problem),
            },
          ]}
        />
        <p>{again}</p>
      </>,
    )
  }
  return shell(
    ctx,
    <>
      <p>{t(lang, 'right', { rows: result.rows })}</p>
      <Form action={ctx.href('/directory/import/confirm')} hidden={{ csv }}>
        <Actions>
          <Button>{t(lang, 'confirm', { rows: result.rows })}</Button>
          {again}
        </Actions>
      </Form>
      <Table
        lang={lang}
        caption={t(lang, 'rows')}
        rows={result.preview.slice(0, 500)}
        rowKey={({ line }) => String(line)}
        empty={null}
        columns={[
          { key: 'name', label: t(lang, 'name'), cell: ({ name }) => name },
          { key: 'line', label: t(lang, 'line'), number: true, cell: ({ line }) => line },
        ]}
      />
    </>,
  )
}
