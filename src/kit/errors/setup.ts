/**
 * The program cannot start as it is set up. `code` is stable; `app/start-texts.ts` says in both languages
 * what is wrong and what to do. Params never hold a secret.
 */
export class SetupError extends Error {
  readonly code: string
  readonly params: Record<string, string | number>

  constructor(
    code: string,
    params: Record<string, string | number> = {},
    options: { cause?: unknown } = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`, options)
    this.name = 'SetupError'
    this.code = code
    this.params = params
  }
}
