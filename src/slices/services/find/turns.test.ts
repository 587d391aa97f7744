import { describe, expect, it } from 'vitest'
import { Turns } from './turns.ts'

describe('reading past pictures by turns', () => {
  it('runs a few at once, lets some wait and refuses the rest with a time to come back', async () => {
    const turns = new Turns(2, 3)
    let running = 0
    let most = 0
    const doors: (() => void)[] = []
    const work = async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise<void>((resolve) => doors.push(resolve))
      running -= 1
    }
    const asked = Array.from({ length: 6 }, () =>
      turns.take(work).then(
        () => 'done',
        (error: { status: number }) => error.status,
      ),
    )
    while (doors.length > 0 || running > 0) {
      doors.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    }
    const answers = await Promise.all(asked)
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(5)
    expect(answers.filter((answer) => answer === 503)).toHaveLength(1)
    expect(most).toBe(2)
  })

  it('gives the turn on after a failure', async () => {
    const turns = new Turns(1, 1)
    await expect(turns.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(turns.take(async () => 'yes')).resolves.toBe('yes')
  })
})
