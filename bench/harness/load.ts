import { startChild } from './children.ts'
import type { LoadAnswer, LoadQuestion } from './load-child.ts'

export type { LoadAnswer, LoadRequest } from './load-child.ts'

type Asked = Omit<LoadQuestion, 'connections' | 'expect'> & {
  expect?: number
  /** Sixteen unless told. */
  connections?: number
}

export interface Load {
  /** @throws Error where any answer had another status than expected */
  measure: (question: Asked) => Promise<LoadAnswer>
  /** The same, requests answered per second only. */
  perSecond: (question: Asked) => Promise<number>
  stop: () => Promise<void>
}

const CONNECTIONS = 16

/** Starts the load generator in a process of its own. */
export const startLoad = async (): Promise<Load> => {
  const child = await startChild<true>(new URL('./load-child.ts', import.meta.url))
  const measure = async (question: Asked): Promise<LoadAnswer> => {
    const asked: LoadQuestion = { expect: 200, connections: CONNECTIONS, ...question }
    const answer = await child.ask<LoadAnswer>(asked)
    if (answer.wrong > 0 || answer.answered === 0) {
      throw new Error(`${answer.wrong} wrong answers from ${question.url}:\n${answer.firstWrong}`)
    }
    return answer
  }
  return {
    measure,
    perSecond: async (question) => (await measure(question)).perSecond,
    stop: child.stop,
  }
}
