import type { Route } from '#kit/http/index.ts'
import { factRoutes } from './routes/facts.ts'
import { hotlineRoutes } from './routes/hotlines.tsx'
import { listRoutes } from './routes/list.tsx'
import { newRoutes } from './routes/new.tsx'
import { partRoutes } from './routes/parts.ts'
import { serviceRoutes } from './routes/service.tsx'

/** The pages of those who keep the directory. */
export const directoryRoutes: Route[] = [
  ...listRoutes,
  ...newRoutes,
  ...serviceRoutes,
  ...factRoutes,
  ...partRoutes,
  ...hotlineRoutes,
]
