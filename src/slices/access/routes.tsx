import type { Route } from '#kit/http/index.ts'
import { changeRoutes } from './routes/changes.tsx'
import { linkRoutes } from './routes/links.tsx'
import { loginRoutes } from './routes/login.tsx'
import { meRoutes } from './routes/me.tsx'
import { onceRoutes } from './routes/once.tsx'
import { organisationRoutes } from './routes/organisations.tsx'
import { peopleRoutes } from './routes/people.tsx'
import { tokenRoutes } from './routes/tokens.tsx'

export const routes: Route[] = [
  ...loginRoutes,
  ...onceRoutes,
  ...linkRoutes,
  ...meRoutes,
  ...peopleRoutes,
  ...tokenRoutes,
  ...organisationRoutes,
  ...changeRoutes,
]
