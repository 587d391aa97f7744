import type { Route } from '#kit/http/index.ts'
import { appointmentApiRoutes } from './api.ts'
import { moveRoutes } from './move-routes.tsx'
import { appointmentPageRoutes } from './routes.tsx'

/** Routes of appointments, of those who go along, and of the mentor afterwards: pages and API. */
export const appointmentRoutes: Route[] = [
  ...appointmentPageRoutes,
  ...moveRoutes,
  ...appointmentApiRoutes,
]
