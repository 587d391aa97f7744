import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder, wherever it was checked out. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Ended {
  /** Exit code; 127 where the program could not be started, 128 where a signal ended it. */
  code: number
  /** Standard output and error as they came; empty where they went to the console. */
  output: string
}

interface Options {
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** Shows the output while it comes instead of keeping it. */
  show?: boolean
  uid?: number
  gid?: number
}

/** Runs a program without a shell (a path may hold spaces) and without standard input. Never throws. */
export const run = (command: string, args: string[], options: Options = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const { show = false, ...rest } = options
    const child = spawn(command, args, {
      cwd: root,
      ...rest,
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    })
    const pieces: Buffer[] = []
    child.stdout?.on('data', (piece: Buffer) => pieces.push(piece))
    child.stderr?.on('data', (piece: Buffer) => pieces.push(piece))
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code) =>
      resolve({ code: code ?? 128, output: Buffer.concat(pieces).toString('utf8') }),
    )
  })

/** A JavaScript program of `node_modules`, run by the Node that runs this. */
export const runNode = (path: string, args: string[], options: Options = {}): Promise<Ended> =>
  run(process.execPath, [join(root, path), ...args], options)

/** A script of this folder, TypeScript as it is. */
export const runScript = (path: string, args: string[] = []): Promise<Ended> =>
  run(process.execPath, ['--import', 'tsx', join(root, path), ...args])

export const isRoot = process.getuid?.() === 0
