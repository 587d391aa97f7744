import type { Slice } from '#kit/slice.ts'
import { apiRoutes } from './api/routes.ts'
import { directoryRoutes } from './directory/routes.tsx'
import { directoryTexts } from './directory/texts.ts'
import { findRoutes } from './find/routes.tsx'
import { findTexts } from './find/texts.ts'
import { importRoutes } from './import/routes.tsx'
import { importTexts } from './import/texts.ts'
import { servicesJobs } from './jobs.ts'
import { editors, reporters } from './policy.ts'
import { reportRoutes } from './report/routes.tsx'
import { reportTexts } from './report/texts.ts'
import { t } from './texts.ts'
import { words } from './words.ts'

export { touchService } from './commands/topics.ts'
/** The face of the services slice: all that other slices may import. */
export {
  addHotline,
  addService,
  addStop,
  cancelStop,
  correctReport,
  editService,
  extendFacility,
  openTemporaryFacility,
  reportStatus,
  setCriticality,
  setEligibility,
  setLocation,
  withdrawReport,
} from './commands.ts'
export { addTestService, staffOf, testActor } from './factory.ts'
export { PlaceCard } from './find/pages/place-card.tsx'
export { sayPlaceOnPage } from './find/pages/say.ts'
export { LivePicture, livePicture, type Picture, pastPicture, warmPicture } from './find/picture.ts'
export { hotlineJson, sayHotline } from './find/places-api.ts'
export { type Hit, search } from './find/search.ts'
export { generateCommand } from './generate/command.ts'
export { generate } from './generate/generate.ts'
export { importCommand } from './import/command.ts'
export { loadHotlines, loadServices } from './load.ts'
export { refreshReports } from './load-reports.ts'
export { hotlineRow, serviceRow } from './load-rows.ts'
export { mayEdit, mayFollow, mayReport } from './policy.ts'
export {
  findService,
  getService,
  type HotlineFacts,
  hotlinesAt,
  listReports,
  listServices,
  organisationsOffering,
  placeFactsAt,
  type RecentChange,
  recentChanges,
  type StaleService,
  servicesOf,
  staleServices,
} from './queries.ts'
export { holidayOn } from './rules/holidays.ts'
export {
  effectiveStatus,
  hotlineTimetable,
  isOpenByHours,
  nextOpening,
  openingsOn,
  openNow,
  parseHours,
  placesLeft,
  statusAt,
  unitsOfNeed,
} from './rules.ts'
export * from './schema.ts'
export { words }

export const migrationsFolder = new URL('./migrations/', import.meta.url)

export const servicesSlice: Slice = {
  name: 'services',
  routes: [...findRoutes, ...apiRoutes, ...reportRoutes, ...importRoutes, ...directoryRoutes],
  menu: [
    {
      path: '/report',
      label: { da: reportTexts('da', 'menu.report'), en: reportTexts('en', 'menu.report') },
      policy: reporters,
    },
    {
      path: '/directory',
      label: {
        da: directoryTexts('da', 'menu.directory'),
        en: directoryTexts('en', 'menu.directory'),
      },
      policy: editors,
    },
  ],
  texts: [t, findTexts, reportTexts, directoryTexts, importTexts, words],
  jobs: servicesJobs,
}
