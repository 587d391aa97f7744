import { systemActor } from '#kit/auth/actor.ts'
import type { Command } from '#kit/command.ts'
import { VaernError } from '#kit/errors/index.ts'
import { localDate } from '#kit/time/index.ts'
import { invitePerson } from './invite.ts'
import { CODE_MS } from './rules.ts'
import { accountForm, emailForm, roleForm } from './schema.ts'
import { said } from './token-command.ts'

const inNames: Record<string, string> = { validUntil: 'until' }

/** `npm run vaern -- person …`: lets a person in, the first administrator above all. */
export const personCommand: Command = {
  name: 'person',
  usage:
    'person --email ADDRESS [--name NAME --role admin|coordinator|editor|service-staff|auditor|ward-staff|social-professional|health-professional|volunteer|leader|data-protection] [--organisation ID] [--service ID] [--area CODE] [--space NAME] [--until YYYY-MM-DD]',
  summary:
    'Adds a person with a role and prints a login link that works once, for ten minutes; with --email alone: a new link',
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    organisation: { type: 'string' },
    service: { type: 'string' },
    area: { type: 'string' },
    space: { type: 'string' },
    until: { type: 'string' },
  },
  run: async ({ values, connected }) => {
    const now = new Date()
    const wanted = read(roleForm.nullable(), values, roleAsked(values, now))
    if (wanted && !connected.spaces.get(wanted.space)) {
      throw new Error(`There is no space called ${wanted.space}`)
    }
    const { email } = read(emailForm, values, { email: values.email })
    const person = read(accountForm, values, {
      // Whose name is not told has an account already, or is refused for want of a role.
      name: values.name ?? (wanted ? undefined : email),
      email,
      organisation: wanted?.organisation ?? null,
    })
    const made = await invitePerson(
      connected.spaces.live,
      systemActor('cli'),
      { person: { ...person, email }, role: wanted },
      now,
    ).catch((error: unknown) => {
      throw error instanceof VaernError ? new Error(said(error)) : error
    })
    const { config } = connected
    const link = `${config.baseUrl ?? `http://localhost:${config.port}`}${made.path}`
    const expiresAt = new Date(now.getTime() + CODE_MS).toISOString()
    return {
      ok: true,
      json: { id: made.id, added: made.added, link, expiresAt },
      text: `${link}\nOpen it in the person's browser. It works once, for ten minutes, and is not shown again.`,
    }
  },
}

type Values = Record<string, string | boolean | undefined>

const roleAsked = (values: Values, now: Date): object | null =>
  values.role === undefined
    ? null
    : {
        role: values.role,
        organisation: values.organisation,
        service: values.service,
        area: values.area ?? (values.role === 'coordinator' ? 'dk' : undefined),
        space: values.space,
        validFrom: localDate(now.getTime()),
        validUntil: values.until,
      }

interface Parser<T> {
  safeParse: (
    value: unknown,
  ) =>
    | { success: true; data: T }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } }
}

/** @throws Error that names the option which is wrong. */
const read = <T>(schema: Parser<T>, values: Values, asked: unknown): T => {
  const parsed = schema.safeParse(asked)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = String(issue?.path[0])
  const option = inNames[field] ?? field
  throw new Error(`--${option}: ${issue?.message} (got "${String(values[option] ?? '')}")`)
}
