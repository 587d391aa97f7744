import type { Route } from '#kit/http/index.ts'
import { admissionRoutes } from './admission-routes.tsx'
import { letterRoutes } from './letter-routes.tsx'
import { inboxRoutes } from './routes.tsx'

/** Routes of what organisations tell each other: inbox, the shelter's notice, that somebody is in hospital. */
export const noticeRoutes: Route[] = [...inboxRoutes, ...letterRoutes, ...admissionRoutes]
