import { createVault } from './vault.ts'

/** A key that everybody knows, for tests and measurements: never for data about anybody. */
export const testKey = Buffer.from('a test key, 32 bytes, not secret')
export const testVault = createVault(testKey)
