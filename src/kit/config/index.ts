import { z } from 'zod'

/**
 * Configuration, validated once at start. Wrong values stop the program with a sentence
 * that names the variable and what it takes; nothing else reads `process.env`.
 */
const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .transform((value) => value === '1' || value === 'true')

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('localhost'),
  VAERN_DATA: z.string().min(1).default('.vaern'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
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

export interface Config {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | null
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

/** @throws Error with one line per wrong variable. */
export const readConfig = (env: Record<string, string | undefined>): Config => {
  // An empty variable means "not set", as deployment tools write it.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      (issue) =>
        `  ${issue.path.join('.')}: ${issue.message} (got "${given[String(issue.path[0])]}")`,
    )
    throw new Error(
      `Wrong configuration; correct these environment variables:\n${lines.join('\n')}`,
    )
  }
  const value = parsed.data
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir: value.VAERN_DATA,
    databaseUrl: value.DATABASE_URL ?? null,
    demo: value.VAERN_DEMO ?? value.DATABASE_URL === undefined,
    baseUrl: value.VAERN_BASE_URL?.replace(/\/$/, '') ?? null,
    smtpUrl: value.VAERN_SMTP_URL ?? null,
    mailFrom: value.VAERN_MAIL_FROM,
    exitUrl: value.VAERN_EXIT_URL,
    logLevel: value.LOG_LEVEL,
    production: value.NODE_ENV === 'production',
  }
}
