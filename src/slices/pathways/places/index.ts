import type { Route } from '#kit/http/index.ts'
import { admissionRoutes } from './admission-routes.tsx'
import { placesApi } from './api.ts'
import { careNoteRoutes } from './notes-routes.tsx'
import { roomsRoutes } from './rooms-routes.tsx'
import { placesPageRoutes } from './routes.tsx'

/** Routes of houses, beds, stays, admissions and the nursing record: pages and API. */
export const placesRoutes: Route[] = [
  ...placesPageRoutes,
  ...roomsRoutes,
  ...admissionRoutes,
  ...careNoteRoutes,
  ...placesApi,
]
