import type { Route } from '#kit/http/index.ts'
import { listRoutes } from './routes/list.tsx'

/** The pages of those who keep the directory. */
export const directoryRoutes: Route[] = [...listRoutes]
