export { type ChangeFilter, type ListedChange, listChanges } from './list.ts'
export type { Problem, ProblemKind } from './problem.ts'
export { sealChanges } from './seal.ts'
export { type Verification, verifyChanges } from './verify.ts'
