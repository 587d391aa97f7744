import type { Slice } from '#kit/slice.ts'
import { accessJobs } from './jobs.ts'
import { anAdministrator, anAuditorOnly } from './policy.ts'
import { routes } from './routes.tsx'
import { t } from './texts.ts'

/** The face of the access slice: all that others may import. */
export { ACCESS_TOPIC, type Credentials, resolveActor } from './actors.ts'
export { accountsHolding, addressesOf, type Colleague, volunteersOf } from './colleagues.ts'
export { type DemoAccount, type DemoRole, loadDemoAccounts } from './demo.ts'
export { personCommand } from './person-command.ts'
export { hasPeople, mayLink } from './queries.ts'
export { SESSION_COOKIE } from './sessions.ts'
export { tokenCommand } from './token-command.ts'
export { createLink, createToken, type NewToken, revokeToken } from './tokens.ts'

export const accessSlice: Slice = {
  name: 'access',
  routes,
  menu: [
    {
      path: '/admin',
      label: { da: t('da', 'admin.title'), en: t('en', 'admin.title') },
      policy: anAdministrator,
    },
    {
      path: '/admin/changes',
      label: { da: t('da', 'tab.changes'), en: t('en', 'tab.changes') },
      policy: anAuditorOnly,
    },
  ],
  texts: [t],
  jobs: accessJobs,
}
