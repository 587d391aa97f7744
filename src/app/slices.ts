import type { MenuItem } from '#kit/http/index.ts'
import { httpTexts } from '#kit/http/index.ts'
import type { Message } from '#kit/i18n/index.ts'
import type { Job } from '#kit/jobs/index.ts'
import type { Slice } from '#kit/slice.ts'
import { timeTexts } from '#kit/time/index.ts'
import { accessSlice } from '#slices/access/index.ts'
import {
  appointmentsInPlan,
  appointmentsTab,
  careNotesTab,
  followsInvolved,
  pathwaysInCopy,
  pathwaysInPlan,
  pathwaysSlice,
  pathwaysTab,
  stayPlanPart,
  touchPromised,
} from '#slices/pathways/index.ts'
import {
  copyParts,
  involvedFollowers,
  involvedKinds,
  peopleSlice,
  personTabs,
  planParts,
} from '#slices/people/index.ts'
import { servicesSlice } from '#slices/services/index.ts'
import { situationSlice } from '#slices/situation/index.ts'
import { territorySlice } from '#slices/territory/index.ts'
import { changesJobs } from './changes-jobs.ts'
import { demoJobs } from './demo-jobs.ts'
import { retentionJobs } from './retention.ts'
import { appTexts } from './texts.ts'

// People knows nothing of the slices above it: what they show of a person is added here.
personTabs.push(pathwaysTab, appointmentsTab, careNotesTab)
planParts.push(pathwaysInPlan, stayPlanPart, appointmentsInPlan)
copyParts.push(pathwaysInCopy)
involvedKinds.push(...followsInvolved)
involvedFollowers.push(touchPromised)

/** The only list of slices: routes, jobs, texts and menu come from here. */
export const slices: Slice[] = [
  peopleSlice,
  pathwaysSlice,
  servicesSlice,
  situationSlice,
  territorySlice,
  accessSlice,
]

export const jobs: Job[] = [
  ...changesJobs,
  ...demoJobs,
  ...retentionJobs,
  ...slices.flatMap((slice) => slice.jobs ?? []),
]

export const menu: MenuItem[] = slices.flatMap((slice) => slice.menu ?? [])

const texts = [httpTexts, timeTexts, appTexts, ...slices.flatMap((slice) => slice.texts)]

/** Every slice's texts in one, for the one error handler. */
export const errorTexts: { da: Record<string, Message>; en: Record<string, Message> } = {
  da: Object.assign({}, ...texts.map((translate) => translate.raw.da)),
  en: Object.assign({}, ...texts.map((translate) => translate.raw.en)),
}
