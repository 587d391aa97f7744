import type { MenuItem, Route } from './http/route.ts'
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
}
