export { type TestSpace, type TestSpaceOptions, testSpace } from './database.ts'
