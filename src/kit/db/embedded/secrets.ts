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

/** Some systems take no longer socket paths. */
const longestSocketPath = 100

/**
 * The server's Unix socket in the cluster's folder where there is one (measured: a fifth to a quarter more short
 * queries per second than by TCP), else TCP on the loopback. Host and port stand in the URL either way.
 */
const urlFor = (
  folder: string,
  port: number,
  user: string,
  password: string,
  database: string,
): string => {
  const cluster = join(folder, 'postgres')
  const socket = join(cluster, `.s.PGSQL.${port}`)
  const bySocket = Buffer.byteLength(socket) <= longestSocketPath && existsSync(socket)
  const query = bySocket ? `?host=${encodeURIComponent(cluster)}` : ''
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}${query}`
}

export const ownerUrl = (folder: string, { owner, port }: Secrets): string =>
  urlFor(folder, port, 'vaern_owner', owner, 'vaern')

export const superuserUrl = (folder: string, { superuser, port }: Secrets): string =>
  urlFor(folder, port, 'postgres', superuser, 'postgres')
