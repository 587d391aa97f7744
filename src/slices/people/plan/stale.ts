import { VaernError } from '#kit/errors/index.ts'

/** Somebody has edited it since it was read (rule 9): carries what is stored, so that both can be shown. */
export class StaleEdit extends VaernError {
  /** As stored now, with its `version`, `editedAt` and `editedByName`. */
  readonly current: Record<string, unknown>
  constructor(current: object) {
    super(409, 'people.stale-edit')
    this.current = { ...current }
  }
}
