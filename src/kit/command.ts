import type { Config } from './config/index.ts'
import type { Spaces } from './db/index.ts'

/** One command of `npm run vaern -- …`. A slice exports its own; `app/command-list.ts` lists them. */
export interface Command {
  name: string
  usage: string
  summary: string
  options: Record<string, { type: 'string' | 'boolean' }>
  /** @returns `json` is printed as the last line with `--json`, `text` without. @throws VaernError */
  run: (call: {
    values: Record<string, string | boolean | undefined>
    positionals: string[]
    connected: { config: Config; spaces: Spaces; ownerUrl: string }
    /** Prints a line for people; silent with `--json`. */
    say: (message: string) => void
  }) => Promise<{ ok: boolean; json: object; text: string }>
}
