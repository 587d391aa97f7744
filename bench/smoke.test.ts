import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Runs benches on a small world, once round: what they compare and count is still checked. */
const run = async (...names: string[]) => {
  const size =
    '--services 50 --reports 300 --persons 300 --streams 40 --rounds 1 --seconds 0.2 --json'.split(
      ' ',
    )
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...names, ...size], {
    cwd: root,
    env: { ...process.env, TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (piece) => {
    output += piece
  })
  child.stderr.on('data', (piece) => {
    errors += piece
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  const lines = output.trim().split('\n')
  // A missed goal is no failure here: nothing is measured in a fifth of a second.
  expect(code === 0 || code === 1, errors).toBe(true)
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
}

const told = (bench: string, ...ratios: string[]) => ({
  bench,
  ratios: expect.objectContaining(
    Object.fromEntries(ratios.map((name) => [name, expect.any(Number)])),
  ),
  goals: expect.any(Object),
  ok: expect.any(Boolean),
  rounds: 1,
  machine: expect.stringContaining('Node v'),
})

describe('the benches, on a small world', () => {
  it('places, page, report and live compare equal answers, count everything and print one line each', async () => {
    expect(await run('places', 'page', 'report', 'live')).toEqual([
      told('places', 'http', 'httpMemory', 'httpNew', 'sql'),
      told('page', 'page', 'pageNew'),
      told('report', 'report'),
      told('live', 'live'),
    ])
  }, 180_000)

  it('board, person and rls compare equal rows of three hundred persons and count every look', async () => {
    expect(await run('board', 'person', 'rls')).toEqual([
      told('board', 'page house', 'json house', 'page large', 'json large', 'page all', 'json all'),
      told('person', 'page', 'json', 'pageLogged', 'pageBusy'),
      told('rls', 'board, leader, house', 'all of a person, house', 'referrals in, large'),
    ])
  }, 240_000)
})
