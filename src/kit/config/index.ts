import { z } from 'zod'
import { SetupError } from '../errors/setup.ts'

/**
 * Configuration, validated once at start. Wrong values stop the program with a sentence
 * that names the variable and what it takes; nothing else reads `process.env`.
 */
const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .transform((value) => value === '1' || value === 'true')

const loopbackHosts = new Set(['localhost', '127.0.0.1', '::1'])

const variables = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('localhost'),
  VAERN_DATA: z.string().min(1).default('.vaern'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
    .optional(),
  VAERN_PERSON_KEY: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes as base64')
    .optional(),
  VAERN_DEMO: flag.optional(),
  VAERN_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  VAERN_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .optional(),
  VAERN_MAIL_FROM: z.string().default('Værn <noreply@localhost>'),
  VAERN_EXIT_URL: z.url({ protocol: /^https?$/ }).default('https://www.dmi.dk/'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.string().default('development'),
})

/** A login mail must not carry an address that the asker made up: beyond this machine the public address is said. */
const schema = variables.refine(
  (value) =>
    value.VAERN_SMTP_URL === undefined ||
    value.VAERN_BASE_URL !== undefined ||
    loopbackHosts.has(value.HOST),
  { path: ['VAERN_BASE_URL'] },
)

export interface Config {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | null
  /** Base64 of the 32 bytes that seal what is said of persons; null: from a file in `dataDir` (kit/vault). */
  personKey: string | null
  /** Fictional live world, loaded where the database is empty. */
  demo: boolean
  /** Public address used in e-mail, QR codes and passkeys; derived from the request where unset. */
  baseUrl: string | null
  smtpUrl: string | null
  mailFrom: string
  /** Where "leave this page quickly" goes. */
  exitUrl: string
  logLevel: string
  production: boolean
}

/** What each variable takes, for the sentence that says so. */
const takes: Record<string, { da: string; en: string }> = {
  PORT: { da: 'et helt tal fra 0 til 65535', en: 'a whole number from 0 to 65535' },
  HOST: { da: 'et navn eller en adresse', en: 'a name or an address' },
  VAERN_DATA: { da: 'en mappe', en: 'a folder' },
  DATABASE_URL: { da: 'begynder med postgresql://', en: 'starts with postgresql://' },
  VAERN_PERSON_KEY: {
    da: 'nøglen til personoplysninger, 32 byte som base64 (lav en ny med: openssl rand -base64 32)',
    en: 'the key to data about persons, 32 bytes as base64 (make one with: openssl rand -base64 32)',
  },
  VAERN_DEMO: { da: '0 eller 1', en: '0 or 1' },
  VAERN_BASE_URL: {
    da: 'en adresse, der begynder med http:// eller https://; skal gives, når der sendes e-mail fra andet end denne maskine',
    en: 'an address that starts with http:// or https://; must be given where e-mail is sent and HOST is not this machine only',
  },
  VAERN_SMTP_URL: {
    da: 'begynder med smtp:// eller smtps://',
    en: 'starts with smtp:// or smtps://',
  },
  VAERN_EXIT_URL: {
    da: 'en adresse, der begynder med http:// eller https://',
    en: 'an address that starts with http:// or https://',
  },
  LOG_LEVEL: {
    da: 'fatal, error, warn, info, debug, trace eller silent',
    en: 'fatal, error, warn, info, debug, trace or silent',
  },
}
/** A key, or an address that may carry a password: what was given is not repeated. */
const secret = new Set(['DATABASE_URL', 'VAERN_SMTP_URL', 'VAERN_PERSON_KEY'])

/** @throws SetupError `config` with one line per wrong variable, in both languages. */
export const readConfig = (env: Record<string, string | undefined>): Config => {
  // An empty variable means "not set", as deployment tools write it.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
    const lines = (lang: 'da' | 'en', word: string): string =>
      names
        .map((name) => {
          const got =
            secret.has(name) || given[name] === undefined ? '' : ` (${word} "${given[name]}")`
          return `  ${name}: ${takes[name]?.[lang] ?? '?'}${got}`
        })
        .join('\n')
    throw new SetupError('config', {
      'lines.da': lines('da', 'fik'),
      'lines.en': lines('en', 'got'),
    })
  }
  const value = parsed.data
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir: value.VAERN_DATA,
    databaseUrl: value.DATABASE_URL ?? null,
    personKey: value.VAERN_PERSON_KEY ?? null,
    demo: value.VAERN_DEMO ?? value.DATABASE_URL === undefined,
    baseUrl: value.VAERN_BASE_URL?.replace(/\/$/, '') ?? null,
    smtpUrl: value.VAERN_SMTP_URL ?? null,
    mailFrom: value.VAERN_MAIL_FROM,
    exitUrl: value.VAERN_EXIT_URL,
    logLevel: value.LOG_LEVEL,
    production: value.NODE_ENV === 'production',
  }
}
