import type { Route } from '#kit/http/index.ts'
import { flagApiRoutes } from './api.ts'
import { flagPageRoutes } from './routes.tsx'
import { takeRoutes } from './take-routes.tsx'

/** Routes of the flags: pages and API. */
export const flagRoutes: Route[] = [...flagPageRoutes, ...takeRoutes, ...flagApiRoutes]
