/** The rules of the directory: pure. No database, no HTTP, no clock: time comes in as data. */
export * from './rules/fit.ts'
export * from './rules/holidays.ts'
export { findHours, type Hours, parseHours } from './rules/hours.ts'
export * from './rules/opening.ts'
export * from './rules/order.ts'
export * from './rules/status.ts'
export * from './rules/stops.ts'
