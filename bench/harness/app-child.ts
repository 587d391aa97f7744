import { start } from '../../src/app/start.ts'
import { serve } from './children.ts'

/** Værn itself as a child: as `npm start`, without rate limits and scheduled jobs, on a free port. */
await serve(async (env: Record<string, string>) => {
  const running = await start(env, { rateLimits: false, jobs: false, quiet: true })
  return { ready: { url: running.url }, close: running.stop }
})
