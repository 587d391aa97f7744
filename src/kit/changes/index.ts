export { type ChangeFilter, type ListedChange, listChanges } from './list.ts'
export { sealChanges } from './seal.ts'
export { type Problem, type ProblemKind, type Verification, verifyChanges } from './verify.ts'
