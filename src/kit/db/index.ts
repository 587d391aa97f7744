export { createDb, createPool, type Db, type Tx } from './connect.ts'
export { type Migration, migrate, migrationsIn } from './migrate.ts'
export { openSpace, presentOf, read, type Space, type SpaceKind, touch, write } from './space.ts'
export { type NewSpace, openSpaces, type Spaces } from './spaces.ts'
