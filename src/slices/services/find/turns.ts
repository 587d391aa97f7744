import { VaernError } from '#kit/errors/index.ts'

/**
 * A few at once, some waiting, the rest refused: anyone may ask for any past minute, and each
 * reads the whole directory. Refusing early keeps the present answered.
 */
export class Turns {
  readonly #atOnce: number
  readonly #waitingMost: number
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(atOnce: number, waitingMost: number) {
    this.#atOnce = atOnce
    this.#waitingMost = waitingMost
  }

  /** Runs the work when its turn comes. @throws VaernError 503 `overloaded` where too many wait. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#waitingMost) {
        throw new VaernError(503, 'overloaded', { seconds: 5 })
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else {
      this.#running += 1
    }
    try {
      return await work()
    } finally {
      // The turn is handed on, or given back.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }
}
