/** The face of the pathways slice: all that other slices and the app may import. */
export { pathwayDocs } from './definitions/drawing/docs.tsx'
export { type DefinitionKey, definitionKeys, definitionOf, sayKind } from './definitions/index.ts'
export { houseRow, loadDemoHouses } from './demo.ts'
export { startClock, stopClocks } from './engine/clocks.ts'
export { keepRhythm, type MoveInput, move, type OpenInput, openPathway } from './engine/commands.ts'
export { endOfDay, workingDaysAfter } from './engine/due.ts'
export { recordEvent } from './engine/events.ts'
export { pathwayTopics, touchPathway } from './engine/live.ts'
export type { Clock, Pathway, PathwayEvent } from './engine/model.ts'
export { clocksOf, eventsOf, findPathway, getPathway, pathwaysOf } from './engine/queries.ts'
export * from './schema.ts'

export const migrationsFolder = new URL('./migrations/', import.meta.url)
