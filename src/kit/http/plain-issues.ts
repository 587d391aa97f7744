import { z } from 'zod'
import type { Lang } from '../i18n/index.ts'

const words = {
  da: {
    missing: 'Feltet skal udfyldes.',
    choose: 'Vælg en af mulighederne.',
    number: 'Skriv et tal.',
    whole: 'Skriv et helt tal.',
    email: 'Skriv en e-mailadresse som navn@eksempel.dk.',
    url: 'Skriv en adresse, der begynder med https://.',
    date: 'Skriv en dato, som findes.',
    form: 'Det kan ikke læses. Skriv det, som der står ved feltet.',
    one: 'Vælg mindst én.',
    fewer: (n: string) => `Vælg højst ${n}.`,
    fewest: (n: string) => `Skriv mindst ${n} tegn.`,
    most: (n: string) => `Skriv højst ${n} tegn.`,
    least: (n: string) => `Tallet skal være mindst ${n}.`,
    greatest: (n: string) => `Tallet må højst være ${n}.`,
  },
  en: {
    missing: 'Fill in this field.',
    choose: 'Choose one of the options.',
    number: 'Write a number.',
    whole: 'Write a whole number.',
    email: 'Write an e-mail address such as name@example.dk.',
    url: 'Write an address that begins with https://.',
    date: 'Write a date that exists.',
    form: 'This cannot be read. Write it as the field says.',
    one: 'Choose at least one.',
    fewer: (n: string) => `Choose at most ${n}.`,
    fewest: (n: string) => `Write at least ${n} characters.`,
    most: (n: string) => `Write at most ${n} characters.`,
    least: (n: string) => `The number must be at least ${n}.`,
    greatest: (n: string) => `The number must be at most ${n}.`,
  },
}

const isMissing = (input: unknown): boolean =>
  input === undefined || input === null || (typeof input === 'string' && input.trim() === '')

/** What a schema that makes dates of texts is left with: the text itself is gone, and may have been empty. */
const isNoDate = (input: unknown): boolean => input instanceof Date && Number.isNaN(input.getTime())

const formats: Record<string, 'email' | 'url' | 'date' | 'choose' | 'form'> = {
  email: 'email',
  url: 'url',
  date: 'date',
  // An id comes from a list to choose from.
  uuid: 'choose',
  regex: 'form',
}

const isCount = (origin: string): boolean => origin === 'number' || origin === 'int'

const plain = (lang: Lang, issue: Parameters<z.core.$ZodErrorMap>[0]): string | undefined => {
  const say = words[lang]
  if (isMissing(issue.input) && issue.code !== 'custom') return say.missing
  switch (issue.code) {
    case 'invalid_value':
      return say.choose
    case 'invalid_type':
      if (issue.expected === 'int') return say.whole
      if (isNoDate(issue.input)) return say.date
      return issue.expected === 'number' ? say.number : undefined
    case 'invalid_format': {
      const format = formats[issue.format]
      return format && say[format]
    }
    case 'too_small':
      if (issue.origin === 'string') return say.fewest(String(issue.minimum))
      if (issue.origin === 'array') return say.one
      return isCount(issue.origin) ? say.least(String(issue.minimum)) : undefined
    case 'too_big':
      if (issue.origin === 'string') return say.most(String(issue.maximum))
      if (issue.origin === 'array') return say.fewer(String(issue.maximum))
      return isCount(issue.origin) ? say.greatest(String(issue.maximum)) : undefined
    default:
      return undefined
  }
}

const rest = { da: z.locales.da().localeError, en: z.locales.en().localeError }

/** What is wrong with a field, as a sentence for the one who typed it; zod's own words only where ours do not reach. */
export const sayIssue =
  (lang: Lang): z.core.$ZodErrorMap =>
  (issue) =>
    plain(lang, issue) ?? rest[lang](issue)
