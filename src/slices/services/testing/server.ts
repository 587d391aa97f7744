import { sliceServer, type TestServer } from '#kit/testing/server.ts'
import { timeTexts } from '#kit/time/index.ts'
import { territorySlice } from '#slices/territory/index.ts'
import { servicesSlice } from '../index.ts'

export type { TestServer }

/** The directory's pages and API, with the sentences of what it stands on. */
export const testServer = (): Promise<TestServer> =>
  sliceServer([servicesSlice, territorySlice, { name: 'time', routes: [], texts: [timeTexts] }])
