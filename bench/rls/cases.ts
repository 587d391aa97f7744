import type { Actor, Role } from '../../src/kit/auth/actor.ts'
import type { Tx } from '../../src/kit/db/index.ts'
import { boardRows } from '../../src/slices/pathways/board/queries.ts'
import { readerOf } from '../../src/slices/pathways/board/view.ts'
import { referralsOf } from '../../src/slices/pathways/referral/queries.ts'
import { wholeOf } from '../../src/slices/people/plan/whole.ts'
import { listMine } from '../../src/slices/people/queries/list.ts'
import { personOf } from '../../src/slices/people/queries/person.ts'
import type { Worker } from '../persons/workers.ts'

/** What the application asks, by its own functions: its statements are recorded and asked both ways. */
export interface Case {
  name: string
  actor: Actor
  ask: (tx: Tx) => Promise<unknown>
}

const holding = ({ actor }: Worker, ...roles: Role[]): Actor => ({
  ...actor,
  grants: actor.grants.filter(({ role }) => roles.includes(role)),
})

/** For one who works with persons and leads nothing, and where it differs for one who leads. */
export const casesOf = (worker: Worker): Case[] => {
  const professional = holding(worker, 'social-professional', 'health-professional')
  const leader = holding(worker, 'leader')
  const person = worker.persons[0] as string
  const now = new Date()
  const board = (actor: Actor) => (tx: Tx) => boardRows(tx, readerOf({ actor, now }), {})
  return [
    { name: 'board, leader', actor: leader, ask: board(leader) },
    { name: 'board, professional', actor: professional, ask: board(professional) },
    { name: 'all of a person', actor: professional, ask: (tx) => wholeOf(tx, person) },
    { name: 'identity', actor: professional, ask: (tx) => personOf(tx, person) },
    { name: 'my people', actor: professional, ask: (tx) => listMine(tx, {}) },
    {
      name: 'referrals in',
      actor: professional,
      ask: (tx) => referralsOf(tx, professional, { box: 'in' }),
    },
  ]
}
