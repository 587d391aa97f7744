import type { Route } from '#kit/http/index.ts'

export const routes: Route[] = []
