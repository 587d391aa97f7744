import type { Route } from '#kit/http/index.ts'
import { dischargeApiRoutes } from './api.ts'
import { contactsPageRoute } from './contacts-page.tsx'
import { dischargePageRoutes } from './routes.tsx'

/** Routes of the discharge and of the municipalities' contacts: pages and API. */
export const dischargeRoutes: Route[] = [
  ...dischargePageRoutes,
  ...dischargeApiRoutes,
  contactsPageRoute,
]
