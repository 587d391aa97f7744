import type { Slice } from '#kit/slice.ts'
import { consentApi } from './api/consents.ts'
import { peopleApi } from './api/people.ts'
import { copyRoutes } from './copy/routes.tsx'
import { logRefused } from './looks.ts'
import { planRoutes } from './plan/routes.tsx'
import { t as planTexts } from './plan/texts.ts'
import { dataProtection, professionals } from './policy.ts'
import { consentRoutes } from './routes/consents.tsx'
import { duplicateRoutes } from './routes/duplicates.tsx'
import { identityRoutes } from './routes/identity.tsx'
import { peopleRoutes } from './routes/people.tsx'
import { t } from './texts.ts'
import { trustApi } from './trust/api.ts'
import { trustRoutes } from './trust/routes.tsx'

/** The face of the people slice: all that other slices may import. */
export { assertInvolved, involvedWith } from './access.ts'
export { giveConsent, withdrawConsent } from './commands/consent.ts'
export { endInvolvement, type InvolveInput, involve } from './commands/involve.ts'
export { registerPerson } from './commands/register.ts'
export { lookUp, withoutNumber } from './identity/numbers.ts'
export { homeOf, logListed, logLook, logRefused } from './looks.ts'
export { personShell } from './pages/person-shell.tsx'
export { sayLanguages, sayPurpose } from './pages/say.ts'
export {
  type CopyPart,
  copyParts,
  involvedFollowers,
  involvedKinds,
  type PersonTab,
  personHref,
  personTabs,
} from './parts.ts'
export { type Said, sayPlan } from './plan/copy.ts'
export { type PlanPart, planParts } from './plan/parts.ts'
export { findContact, findPlan, openModes, planForCopy } from './plan/queries.ts'
export type { Contact, ModeInForce, Plan, PlanCopy } from './plan/rows.ts'
export { canReachBy, deadlineFrom, initialsOf, type Reach } from './plan/rules.ts'
export { type PersonCriterion, personCriteria, stayFacts, type Way, ways } from './plan/schema.ts'
export {
  careWorkers,
  companions,
  dataProtection,
  holdsHealth,
  leaders,
  professionals,
  volunteers,
  wardStaff,
  workplaces,
} from './policy.ts'
export { cardsOf, circumstancesOf, familyOf, sayCard } from './queries/cards.ts'
export { consentsInForce, consentsOf } from './queries/consents.ts'
export {
  personEraseCommand,
  personExportCommand,
  retentionCommand,
  retentionJob,
} from './records/commands.ts'
export type { RetentionPart } from './records/retention.ts'
export { refusing } from './refusing.ts'
export { covers, inForce } from './rules.ts'
export * from './schema.ts'
export { careTopic, touchPerson } from './topics.ts'
export { alarmOverdue } from './trust/alarm.ts'
export { t as peopleTexts }

export const migrationsFolder = new URL('./migrations/', import.meta.url)

export const peopleSlice: Slice = {
  name: 'people',
  routes: [
    ...peopleRoutes,
    ...identityRoutes,
    ...duplicateRoutes,
    ...consentRoutes,
    ...planRoutes,
    ...copyRoutes,
    ...trustRoutes,
    ...peopleApi,
    ...consentApi,
    ...trustApi,
  ],
  menu: [
    {
      path: '/people',
      label: { da: t('da', 'menu.people'), en: t('en', 'menu.people') },
      policy: professionals,
    },
    {
      path: '/protection',
      label: { da: t('da', 'menu.protection'), en: t('en', 'menu.protection') },
      policy: dataProtection,
    },
  ],
  refused: logRefused,
  texts: [t, planTexts],
}
