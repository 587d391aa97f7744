import type { Slice } from '#kit/slice.ts'
import { logRefused, type PersonTab, professionals, volunteers } from '#slices/people/index.ts'
import { appointmentRoutes } from './appointment/index.ts'
import { appointmentPart, appointmentsInPlan, appointmentsTab } from './appointment/part.tsx'
import { appointmentTexts } from './appointment/texts.ts'
import { boardApiRoutes } from './board/api.ts'
import { boardRoutes } from './board/routes.tsx'
import { consentJobs } from './consent/jobs.ts'
import { kindRoutes } from './definitions/drawing/pages.tsx'
import { definitionTexts } from './definitions/index.ts'
import { dischargeRoutes } from './discharge/index.ts'
import { dischargePart } from './discharge/part.tsx'
import { dischargeTexts } from './discharge/texts.ts'
import { engineApiRoutes } from './engine/api.ts'
import type { PathwayPart } from './engine/part.ts'
import { pathwaysInPlan } from './engine/plan-part.tsx'
import { engineRoutes } from './engine/routes.tsx'
import { flagRoutes } from './flag/index.ts'
import { flagMenu } from './flag/policy.ts'
import { flagTexts } from './flag/texts.ts'
import { followUpJobs } from './follow-up/jobs.ts'
import { followUpPart } from './follow-up/part.tsx'
import { followUpRoutes } from './follow-up/routes.tsx'
import { followUpTexts } from './follow-up/texts.ts'
import { handoverApiRoutes } from './handover/api.ts'
import { handoverRoutes } from './handover/routes.tsx'
import { engineJobs } from './jobs.ts'
import { noticeRoutes } from './notice/index.ts'
import { noticeJobs } from './notice/jobs.ts'
import { municipalityNoticePart } from './notice/part.tsx'
import { noticeReaders } from './notice/routes.tsx'
import { noticeTexts } from './notice/texts.ts'
import { followRoutes } from './places/follow-routes.ts'
import { placesRoutes } from './places/index.ts'
import { placesJobs } from './places/jobs.ts'
import { careNotesTab } from './places/notes-routes.tsx'
import { stayPart, stayPlanPart } from './places/part.tsx'
import { boardReaders } from './policy.ts'
import { referralRoutes } from './referral/index.ts'
import { referralPart } from './referral/part.tsx'
import { consentTexts } from './texts/consent.ts'
import { placesTexts } from './texts/places.ts'
import { referralTexts } from './texts/referral.ts'
import { t } from './texts.ts'

/** The face of the pathways slice: all that other slices and the app may import. */
export { boardCounts, boardRows } from './board/queries.ts'
export { pathwaysInCopy } from './copy.tsx'
export { pathwayDocs } from './definitions/drawing/docs.tsx'
export { type DefinitionKey, definitionKeys, definitionOf, sayKind } from './definitions/index.ts'
export { houseRow, loadDemoHouses } from './demo.ts'
export { startClock, stopClocks } from './engine/clocks.ts'
export { keepRhythm, type MoveInput, move, type OpenInput, openPathway } from './engine/commands.ts'
export { endOfDay, workingDaysAfter } from './engine/due.ts'
export { recordEvent } from './engine/events.ts'
export { followsInvolved, pathwayTopics, touchPathway, touchPromised } from './engine/live.ts'
export type { Clock, Pathway, PathwayEvent } from './engine/model.ts'
export { nameOwner } from './engine/owner.ts'
export type { PathwayPart, PathwayView } from './engine/part.ts'
export { clocksOf, eventsOf, findPathway, getPathway, pathwaysOf } from './engine/queries.ts'
export { escalateDue } from './escalate.ts'
export { planFollowUps } from './follow-up/commands.ts'
export {
  acceptHandover,
  declineHandover,
  offerHandover,
  withdrawHandover,
} from './handover/commands.ts'
export { findOwnersWhoLeft } from './jobs.ts'
export { pathwaysRetention } from './retention.ts'
export * from './schema.ts'
export { appointmentsInPlan, appointmentsTab, careNotesTab, pathwaysInPlan, stayPlanPart }

export const migrationsFolder = new URL('./migrations/', import.meta.url)

/** The sections that draw on a pathway's page, where its kind uses them. */
export const pathwayParts: PathwayPart[] = [
  dischargePart,
  stayPart,
  referralPart,
  municipalityNoticePart,
  appointmentPart,
  followUpPart,
]

/** The pathways of a person, among the views of the person's page. */
export const pathwaysTab: PersonTab = {
  key: 'pathways',
  path: (id) => `/people/${id}/pathways`,
  label: { da: t('da', 'tab.pathways'), en: t('en', 'tab.pathways') },
  order: 30,
}

const both = (say: (lang: 'da' | 'en') => string) => ({ da: say('da'), en: say('en') })

export const pathwaysSlice: Slice = {
  name: 'pathways',
  routes: [
    ...engineRoutes(pathwayParts),
    ...engineApiRoutes,
    ...handoverRoutes,
    ...handoverApiRoutes,
    ...boardRoutes,
    ...boardApiRoutes,
    ...kindRoutes,
    ...flagRoutes,
    ...dischargeRoutes,
    ...noticeRoutes,
    ...appointmentRoutes,
    ...followUpRoutes,
    ...referralRoutes,
    ...placesRoutes,
    ...followRoutes(() => pathwayParts),
  ],
  // As much used first: the bar is to hold a nurse's whole day on one line.
  menu: [
    { path: '/flags', label: both((lang) => flagTexts(lang, 'menu')), policy: flagMenu },
    { path: '/house', label: both((lang) => placesTexts(lang, 'menu')), policy: boardReaders },
    {
      path: '/referrals',
      label: both((lang) => referralTexts(lang, 'menu')),
      policy: professionals,
    },
    { path: '/handovers', label: both((lang) => t(lang, 'menu.handovers')), policy: professionals },
    {
      path: '/follow-ups',
      label: both((lang) => followUpTexts(lang, 'menu')),
      policy: professionals,
    },
    { path: '/board', label: both((lang) => t(lang, 'menu.board')), policy: boardReaders },
    { path: '/notices', label: both((lang) => noticeTexts(lang, 'menu')), policy: noticeReaders },
    {
      path: '/my-appointments',
      label: both((lang) => appointmentTexts(lang, 'mine.menu')),
      policy: volunteers,
    },
  ],
  texts: [
    t,
    referralTexts,
    placesTexts,
    flagTexts,
    consentTexts,
    dischargeTexts,
    noticeTexts,
    appointmentTexts,
    followUpTexts,
    ...definitionTexts,
  ],
  jobs: [...engineJobs, ...consentJobs, ...placesJobs, ...noticeJobs, ...followUpJobs],
  refused: logRefused,
}
