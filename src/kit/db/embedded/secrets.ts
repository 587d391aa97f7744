import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from './errors.ts'
import { writePrivate } from './files.ts'

export interface Secrets {
  superuser: string
  owner: string
  /** TCP port on 127.0.0.1, kept from start to start as long as it is free; 0 before the first. */
  port: number
}

const name = 'embedded.json'

export const findSecrets = (folder: string): Secrets | null => {
  const file = join(folder, name)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Secrets) : null
}

export const saveSecrets = (folder: string, secrets: Secrets): void =>
  writePrivate(join(folder, name), JSON.stringify(secrets))

/**
 * Random passwords in a file that only its owner can read; made before the cluster, so that none is ever without.
 * @throws StartError `embedded-not-ours` when there is a cluster and no secret to it
 */
export const getSecrets = (folder: string, isNew: boolean): Secrets => {
  const found = findSecrets(folder)
  if (found) return found
  if (!isNew) throw new StartError('embedded-not-ours', { folder, detail: name })
  const secret = (): string => randomBytes(32).toString('base64url')
  const secrets = { superuser: secret(), owner: secret(), port: 0 }
  saveSecrets(folder, secrets)
  return secrets
}

const urlFor = (user: string, password: string, port: number, database: string): string =>
  `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`

export const ownerUrl = ({ owner, port }: Secrets): string =>
  urlFor('vaern_owner', owner, port, 'vaern')

export const superuserUrl = ({ superuser, port }: Secrets): string =>
  urlFor('postgres', superuser, port, 'postgres')
