import pg from 'pg'
import { openSpace } from '../../src/kit/db/index.ts'
import { testVault } from '../../src/kit/vault/factory.ts'
import { answerPlaces } from '../../src/slices/services/find/places-api.ts'
import { questionQuery } from '../../src/slices/services/find/question.ts'
import { serve } from '../harness/children.ts'
import { essenceOf } from './equal.ts'
import { askBest, askNaive, readGround, sayRows } from './minimal.ts'
import { type Question, queryOf } from './questions.ts'

/** Our answer, the best statement and the naive one, without HTTP: one at a time in one process. */
export interface EngineQuestion {
  way: 'ours' | 'best' | 'naive'
  questions: Question[]
  /** Milliseconds; left out: each question once, and the answers are given back. */
  forMs?: number
}

await serve(async ({ ownerUrl }: { ownerUrl: string }) => {
  const space = await openSpace(ownerUrl, { vault: testVault, max: 4 })
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 })
  const ground = await readGround(pool)
  const ways: Record<EngineQuestion['way'], (question: Question) => Promise<object>> = {
    ours: async (question) => {
      const query = questionQuery.parse(Object.fromEntries(new URLSearchParams(queryOf(question))))
      return (await answerPlaces(space, query, new Date())).answer
    },
    best: async (question) => {
      const ms = Date.now()
      return sayRows((await askBest(pool, ground, question, ms)).rows, ms)
    },
    naive: async (question) => {
      const ms = Date.now()
      const { rows } = await askNaive(pool, ground, question, ms)
      return sayRows(rows, ms)
    },
  }
  return {
    ready: true,
    answer: async ({ way, questions, forMs }: EngineQuestion) => {
      const ask = ways[way]
      if (forMs === undefined) {
        const answers: object[] = []
        for (const question of questions) answers.push(essenceOf(await ask(question)))
        return answers
      }
      let asked = 0
      const begun = performance.now()
      while (performance.now() - begun < forMs) {
        JSON.stringify(await ask(questions[asked % questions.length] as Question))
        asked += 1
      }
      return (performance.now() - begun) / asked
    },
    close: async () => {
      await pool.end()
      await space.close()
    },
  }
})
