import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { publicShell } from '#kit/http/shell.tsx'
import { appTexts as t } from './texts.ts'

/** The statement that every site must have (L3). The organisation that runs Værn adds its own contact. */
export const accessibilityPage = (ctx: Ctx): VNode => {
  const { lang } = ctx
  return publicShell(
    ctx,
    { title: t(lang, 'accessibility.title') },
    <>
      <h1>{t(lang, 'accessibility.title')}</h1>
      <p class="lead">{t(lang, 'accessibility.aim')}</p>
      <h2>{t(lang, 'accessibility.status')}</h2>
      <p>{t(lang, 'accessibility.status.text')}</p>
      <h2>{t(lang, 'accessibility.limits')}</h2>
      <ul>
        <li>{t(lang, 'accessibility.limit.users')}</li>
        <li>{t(lang, 'accessibility.limit.languages')}</li>
        <li>{t(lang, 'accessibility.limit.texts')}</li>
        <li>{t(lang, 'accessibility.limit.tiles')}</li>
      </ul>
      <h2>{t(lang, 'accessibility.contact')}</h2>
      <p>{t(lang, 'accessibility.contact.text')}</p>
      <h2>{t(lang, 'accessibility.made')}</h2>
      <p>{t(lang, 'accessibility.made.text')}</p>
    </>,
  )
}
