import type { Route } from '#kit/http/index.ts'
import { referralApi } from './api.ts'
import { referralPageRoutes } from './routes.tsx'

/** Routes of the search for a place and of referrals: pages and API. */
export const referralRoutes: Route[] = [...referralPageRoutes, ...referralApi]
