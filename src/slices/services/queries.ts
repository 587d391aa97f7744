/** Reads of the directory: the database (or the transaction, for what the actor may see) comes first. */
export { findHotline, type HotlineFacts, hotlinesAt } from './queries/hotlines.ts'
export { listOrganisationNames } from './queries/organisations.ts'
export { type Asked, placeFactsAt } from './queries/place-facts.ts'
export {
  findReport,
  listReports,
  type RecentChange,
  type ReportRow,
  recentChanges,
  type StaleService,
  servicesReportedBetween,
  staleServices,
} from './queries/reports.ts'
export {
  findDuplicates,
  findService,
  getService,
  listServices,
  organisationsOffering,
  type ServiceRow,
  servicesOf,
  type Wanted,
} from './queries/services.ts'
