/** Writes of the directory. Each: policy, rules, rows and topics in one transaction. */
export { addHotline, editHotline, type HotlineInput, hotlineInput } from './commands/hotline.ts'
export {
  type CrisisType,
  crisisTypes,
  removeDatedHours,
  setCriticality,
  setDatedHours,
  setEligibility,
  setLegalBasis,
  setLocation,
} from './commands/parts.ts'
export { StaleEdit } from './commands/refusals.ts'
export { correctReport, type Receipt, reportStatus, withdrawReport } from './commands/report.ts'
export {
  addHotspot,
  addService,
  closeService,
  editService,
  LooksLikeDuplicate,
  mergeDuplicate,
  type NewService,
  setStatusLimit,
} from './commands/service.ts'
export { addStop, cancelStop } from './commands/stops.ts'
export { extendFacility, type NewFacility, openTemporaryFacility } from './commands/temporary.ts'
