import type { Load, LoadRequest } from '../harness/load.ts'
import { median, type Series } from '../harness/statistics.ts'

interface Side {
  name: string
  url: string
  requests: LoadRequest[]
}

type Thing = Omit<Series, 'values'> & { measure: (round: number) => Promise<number> }

/** So many times a round each side has its turn. */
const TURNS = 8

/**
 * How long an answer takes when one at a time is asked for, in milliseconds: the floor and ours in short
 * turns within every round, so that whatever else the machine does falls on both.
 * @param answered told how many answers ours gave
 */
export const inTurn = (
  load: Load,
  seconds: number,
  floor: Side,
  ours: Side,
  answered: (count: number) => void = () => {},
): Thing[] => {
  let kept = Number.NaN
  const turn = async ({ url, requests }: Side, round: number, at: number) => {
    // Every turn goes on where the one before stopped: nobody is asked for over and over.
    const from = ((round * TURNS + at) * 37) % requests.length
    const inOrder = [...requests.slice(from), ...requests.slice(0, from)]
    return load.measure({ url, requests: inOrder, seconds: seconds / TURNS, connections: 1 })
  }
  return [
    {
      name: floor.name,
      unit: 'ms',
      better: 'less',
      measure: async (round) => {
        const times: { floor: number[]; ours: number[] } = { floor: [], ours: [] }
        for (let at = 0; at < TURNS; at++) {
          times.floor.push((await turn(floor, round, at)).latency.median)
          const answer = await turn(ours, round, at)
          answered(answer.answered)
          times.ours.push(answer.latency.median)
        }
        kept = median(times.ours)
        return median(times.floor)
      },
    },
    { name: ours.name, unit: 'ms', better: 'less', measure: async () => kept },
  ]
}
