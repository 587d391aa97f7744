import { systemActor } from '#kit/auth/actor.ts'
import type { Command } from '#kit/command.ts'
import { VaernError } from '#kit/errors/index.ts'
import { fillIn, type Message } from '#kit/i18n/index.ts'
import { localDate } from '#kit/time/index.ts'
import { tokenForm } from './schema.ts'
import { t } from './texts.ts'
import { createToken, endOfDay } from './tokens.ts'

const inAYear = (now: Date): string => localDate(now.getTime() + 365 * 24 * 3_600_000)

/** `npm run vaern -- token …`: makes a machine's token and prints it once. */
export const tokenCommand: Command = {
  name: 'token',
  usage:
    'token --role coordinator|service-staff|editor|admin|auditor|ward-staff|social-professional|health-professional|volunteer|leader|data-protection [--organisation ID] [--service ID] [--area CODE] [--space NAME] [--person NAME] [--until YYYY-MM-DD]',
  summary: 'Makes a bearer token for the API; it is shown once and works for a year unless told',
  options: {
    role: { type: 'string' },
    organisation: { type: 'string' },
    service: { type: 'string' },
    area: { type: 'string' },
    space: { type: 'string' },
    person: { type: 'string' },
    until: { type: 'string' },
  },
  run: async ({ values, connected }) => {
    const now = new Date()
    const asked = tokenForm.safeParse({
      name: values.person ?? `${String(values.role)} (vaern token)`,
      role: values.role,
      organisation: values.organisation,
      service: values.service,
      area: values.area ?? (values.role === 'coordinator' ? 'dk' : undefined),
      space: values.space,
      lastDay: values.until ?? inAYear(now),
    })
    if (!asked.success) {
      const [issue] = asked.error.issues
      const option = issue?.path[0] === 'lastDay' ? 'until' : String(issue?.path[0])
      throw new Error(`--${option}: ${issue?.message} (got "${String(values[option] ?? '')}")`)
    }
    const { lastDay, ...role } = asked.data
    if (!connected.spaces.get(role.space)) throw new Error(`There is no space called ${role.space}`)
    const made = await createToken(
      connected.spaces.live,
      systemActor('cli'),
      { ...role, expiresAt: endOfDay(lastDay) },
      now,
    ).catch((error: unknown) => {
      throw error instanceof VaernError ? new Error(said(error)) : error
    })
    return {
      ok: true,
      json: { token: made.token, id: made.id, role: role.role, space: role.space, lastDay },
      text: `${made.token}\nWorks until and with ${lastDay}. It is not shown again.`,
    }
  },
}

/** The refusal in English: the command line speaks it. */
export const said = (error: VaernError): string => {
  const message: Message | undefined = t.raw.en[`error.${error.code}`]
  return message === undefined ? error.code : fillIn(message, error.params)
}
