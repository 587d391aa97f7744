import { type Migration, migrationsIn } from '#kit/db/index.ts'

/** Every migration in the order in which it is applied: a slice comes after those it refers to. */
export const migrations: Migration[] = [
  ...migrationsIn('kit', new URL('../kit/db/migrations/', import.meta.url)),
  ...migrationsIn('changes', new URL('../kit/changes/migrations/', import.meta.url)),
  ...migrationsIn('territory', new URL('../slices/territory/migrations/', import.meta.url)),
  ...migrationsIn('services', new URL('../slices/services/migrations/', import.meta.url)),
  ...migrationsIn('access', new URL('../slices/access/migrations/', import.meta.url)),
  ...migrationsIn('people', new URL('../slices/people/migrations/', import.meta.url)),
  ...migrationsIn('pathways', new URL('../slices/pathways/migrations/', import.meta.url)),
  ...migrationsIn('situation', new URL('../slices/situation/migrations/', import.meta.url)),
]
