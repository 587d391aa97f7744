import { defineTexts } from '#kit/i18n/index.ts'
import type { Slice } from '#kit/slice.ts'
import { da } from './texts.da.ts'
import { en } from './texts.en.ts'

/** The face of the territory slice: all that other slices may import. */
export {
  addOrganisation,
  appointContact,
  editOrganisation,
  endOrganisation,
  recordMandate,
} from './commands.ts'
export { editHealthCouncil } from './council-command.ts'
export { addTestMunicipality, addTestOrganisation } from './factory.ts'
export { contactRow, documentSource, type OrganisationRow, organisationRow } from './files.ts'
export {
  loadContacts,
  loadOrganisations,
  loadTerritory,
  organisationId,
  territoryFiles,
} from './load.ts'
export { administers, mayAdminister, mayReadContacts } from './policy.ts'
export {
  findArea,
  findPlaceAmong,
  getOrganisation,
  isInside,
  listContacts,
  listHealthCouncils,
  listMandates,
  listMunicipalities,
  listOrganisations,
  listRegions,
  municipalitiesIn,
  municipalityNames,
  organisationNames,
  organisationsWithin,
  unknownArea,
} from './queries.ts'
export { areaContains, editsBetween, foldName, holdsOn, matchPlaces, overlaps } from './rules.ts'
export * from './schema.ts'

export const territoryTexts = defineTexts(da, en)
export const migrationsFolder = new URL('./migrations/', import.meta.url)

/** No pages of its own: administrators edit it on the access slice's pages. */
export const territorySlice: Slice = { name: 'territory', routes: [], texts: [territoryTexts] }
