import type { VaernError } from './errors/index.ts'
import type { Ctx, MenuItem, Route } from './http/route.ts'
import type { Translate } from './i18n/index.ts'
import type { Job } from './jobs/index.ts'

/** What a slice gives to the roof: listed once in `app/slices.ts`, nothing registers itself. */
export interface Slice {
  name: string
  routes: Route[]
  menu?: MenuItem[]
  /** Translators whose `error.*` texts the one error handler uses and whose keys the tests compare. */
  texts: Pick<Translate<string>, 'raw'>[]
  jobs?: Job[]
  /**
   * Hears of every request of somebody logged in that one of its routes refused (403) or that asked for what is not
   * there (404), by whichever line of code. Where the permission refused, `params` are as sent.
   */
  refused?: (ctx: Ctx, route: Route, error: VaernError) => Promise<void>
}

/** Tells the slice whose route it is of a refusal. */
export const tellRefused =
  (slices: readonly Slice[]) =>
  async (ctx: Ctx, route: Route, error: VaernError): Promise<void> => {
    await slices.find((slice) => slice.routes.includes(route))?.refused?.(ctx, route, error)
  }
