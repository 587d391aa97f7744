import pg from 'pg'
import type { Command } from '#kit/command.ts'
import { VaernError } from '#kit/errors/index.ts'
import { generate } from './generate.ts'

const whole = (text: unknown, name: string, most: number): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0 || value > most) {
    throw new VaernError(422, 'services.generate-number', { name, most })
  }
  return value
}

/** `npm run vaern -- generate …`: synthetic services and reports, marked as such, for benchmarks. */
export const generateCommand: Command = {
  name: 'generate',
  usage: 'generate --services N --reports M --seed S [--space NAME]',
  summary:
    'Fills the directory with synthetic services and reports, marked as such, for benchmarks',
  options: {
    services: { type: 'string' },
    reports: { type: 'string' },
    seed: { type: 'string' },
    space: { type: 'string' },
  },
  run: async ({ values, connected, say }) => {
    const name = String(values.space ?? 'live')
    const space = connected.spaces.get(name)
    if (!space) throw new Error(`There is no space called ${name}`)
    const began = Date.now()
    const made = await generate(space, {
      services: whole(values.services ?? 1000, 'services', 100_000),
      reports: whole(values.reports ?? 10_000, 'reports', 5_000_000),
      seed: whole(values.seed ?? 1, 'seed', 4_294_967_295),
      now: new Date(),
      say,
    })
    if (name === 'live') await analyse(connected.ownerUrl)
    const seconds = Math.round((Date.now() - began) / 100) / 10
    return {
      ok: true,
      json: { ok: true, ...made, seconds },
      text: `${made.services} synthetic services and ${made.reports} reports in ${seconds} s.`,
    }
  },
}

/** The planner must know that there is more than there was; the application's role may not tell it. */
const analyse = async (ownerUrl: string): Promise<void> => {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(
      'ANALYZE services.service, services.location, services.eligibility, services.report, services.capacity_report',
    )
  } finally {
    await client.end()
  }
}
