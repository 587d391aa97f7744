import type { VNode } from 'preact'
import type { Ctx } from '#kit/http/index.ts'
import { publicShell } from '#kit/http/shell.tsx'
import type { Lang } from '#kit/i18n/index.ts'
import {
  Button,
  Checkboxes,
  ErrorSummary,
  type FieldErrors,
  Form,
  Radios,
  Select,
  TextField,
  telUrl,
} from '#kit/ui/index.ts'
import { canFlags, type Need } from '../../schema.ts'
import { words } from '../../words.ts'
import type { QuestionQuery } from '../question.ts'
import { findTexts as t } from '../texts.ts'
import { sayLanguage } from './say.ts'

/** What most people come for first; the rarer needs follow. */
const offered: Need[] = [
  'overnight',
  'food',
  'bath',
  'health',
  'drug-treatment',
  'alcohol-treatment',
  'crisis-centre',
  'talk',
  'company',
  'digital-help',
  'toilet',
  'drinking-water',
  'clothes',
]

/** Languages that services name most; any other can be asked for by the address. */
const languages = [
  'da',
  'en',
  'ro',
  'pl',
  'de',
  'es',
  'it',
  'th',
  'ar',
  'so',
  'fa',
  'uk',
  'lt',
  'kl',
]

/** First as its speakers call it: who needs Romanian looks for «română». */
const nameOf = (code: string, lang: Lang): string => {
  const own = new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code
  const here = sayLanguage(code, lang)
  return own.toLowerCase() === here.toLowerCase() ? here : `${own} (${here})`
}

/** The question on one page: in any order, all of it optional, no script. */
export const frontPage = (
  ctx: Ctx,
  asked: Partial<QuestionQuery>,
  errors: FieldErrors,
  places: readonly string[],
): VNode => {
  const { lang } = ctx
  return publicShell(
    ctx,
    { title: t(lang, 'front.title') },
    <>
      <ErrorSummary lang={lang} errors={errors} />
      <h1>{t(lang, 'front.title')}</h1>
      <p class="lead">{t(lang, 'front.lead')}</p>
      <p>
        <a class="acute" href={telUrl('112')}>
          {t(lang, 'front.acute')}
        </a>
      </p>
      <Form action={ctx.href('/find')} method="get" hidden={{ at: asked.at, known: asked.known }}>
        <Radios
          lang={lang}
          name="need"
          label={t(lang, 'front.need')}
          quiet
          value={asked.need ?? ''}
          options={[
            ...offered.map((need) => ({ value: need, label: words(lang, `need.${need}`) })),
            { value: '', label: t(lang, 'front.any') },
          ]}
        />
        <TextField
          lang={lang}
          name="place"
          label={t(lang, 'front.where')}
          hint={t(lang, 'front.where.hint')}
          quiet
          value={asked.place}
          errors={errors}
          suggestions={places}
          maxLength={100}
        />
        <Checkboxes
          lang={lang}
          name="can"
          label={t(lang, 'front.about')}
          hint={t(lang, 'front.about.hint')}
          values={asked.can ?? []}
          options={canFlags.map((flag) => ({ value: flag, label: t(lang, `can.${flag}`) }))}
        />
        <Select
          lang={lang}
          name="language"
          label={t(lang, 'front.language')}
          quiet
          value={asked.language}
          empty={t(lang, 'front.language.any')}
          options={languages.map((code) => ({ value: code, label: nameOf(code, lang) }))}
        />
        <Button wide>{t(lang, 'front.submit')}</Button>
      </Form>
    </>,
  )
}
