import { createHash } from 'node:crypto'

const sha256 = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

// Leaves, nodes and seals are hashed with different first bytes (as in RFC 6962), so that none passes for another.
const leafMark = Buffer.of(0)
const nodeMark = Buffer.of(1)
const sealMark = Buffer.of(2)

/** The columns of a change that the seal covers, in canonical order, all as text or null. */
export type Leaf = readonly (string | null)[]

/** SQL of a `Leaf`: the same text in every session, whatever its time zone. Needs the alias `c`. */
export const leafSql = `ARRAY[c.seq::text, c.xid::text, (extract(epoch FROM c.at) * 1000000)::bigint::text, c.actor,
  c.actor_name, c.organisation, c.op, c.table_name, c.row_id, c.subject, encode(c.content_hash, 'hex')]`

export const leafHash = (leaf: Leaf): Buffer => sha256(leafMark, JSON.stringify(leaf))

/** A Merkle tree that keeps one node per level: a batch of any size takes no memory to speak of. */
export const merkleTree = (): { add: (leaf: Buffer) => void; root: () => Buffer } => {
  const levels: (Buffer | undefined)[] = []
  return {
    add: (leaf) => {
      let node = leaf
      let level = 0
      for (; levels[level]; level++) {
        node = sha256(nodeMark, levels[level] as Buffer, node)
        levels[level] = undefined
      }
      levels[level] = node
    },
    root: () => {
      let node: Buffer | undefined
      for (const left of levels) {
        if (left) node = node ? sha256(nodeMark, left, node) : left
      }
      return node ?? sha256(Buffer.alloc(0))
    },
  }
}

/** What a seal says, each column as text. */
export interface SealText {
  batch: string
  members: string
  count: string
  root: string
  previous: string
  at: string
  horizon: string
  next_xid: string
  last_seq: string
  settled: string
}

/** SQL of the columns of a `SealText`. */
export const sealSql = `batch::text, members::text, count::text, encode(root, 'hex') AS root,
  encode(previous, 'hex') AS previous, (extract(epoch FROM at) * 1000000)::bigint::text AS at,
  horizon::text, next_xid::text, last_seq::text, settled::text`

export const sealHash = (seal: SealText): Buffer =>
  sha256(
    sealMark,
    JSON.stringify([
      seal.batch,
      seal.members,
      seal.count,
      seal.root,
      seal.previous,
      seal.at,
      seal.horizon,
      seal.next_xid,
      seal.last_seq,
      seal.settled,
    ]),
  )

/** What the first seal names as the one before it. */
export const noSeal = Buffer.alloc(32)
