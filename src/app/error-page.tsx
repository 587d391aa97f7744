import type { VNode } from 'preact'
import { type Ctx, type Problem, httpTexts as t } from '#kit/http/index.ts'
import { publicShell } from '#kit/http/shell.tsx'
import { telUrl } from '#kit/ui/index.ts'

/** What went wrong and what to do next; the acute number is always there. */
export const errorPage = (ctx: Ctx, problem: Problem): VNode =>
  publicShell(
    ctx,
    { title: problem.title },
    <div class="stack">
      <h1>{problem.title}</h1>
      <p>{problem.detail}</p>
      {problem.errors && problem.errors.length > 0 ? (
        <ul>
          {problem.errors.map((error) => (
            <li key={error.field}>
              {error.field ? `${error.field}: ` : ''}
              {error.message}
            </li>
          ))}
        </ul>
      ) : null}
      <p>
        {problem.status === 401 ? (
          <a href={ctx.href('/login')}>{t(ctx.lang, 'page.login')}</a>
        ) : null}
        {problem.status === 401 ? ' · ' : null}
        <a href={ctx.href('/')}>{t(ctx.lang, 'page.home')}</a>
      </p>
      <p>
        <strong>
          <a href={telUrl('112')}>{t(ctx.lang, 'page.acute')}</a>
        </strong>
      </p>
    </div>,
  )
