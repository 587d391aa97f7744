export { assertKey, beginWithKey } from './begun.ts'
export { loadKey } from './key.ts'
export { createVault, KEY_BYTES, type Vault } from './vault.ts'
