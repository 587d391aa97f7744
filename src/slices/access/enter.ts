import type { Role } from '#kit/auth/actor.ts'
import type { Ctx } from '#kit/http/index.ts'
import { resolveActor } from './actors.ts'
import { type LoginMethod, SESSION_COOKIE, startSession } from './sessions.ts'

/** The page of the menu that a role's day begins on; who holds several begins on the first of these. */
const homes: Record<Role, string> = {
  'ward-staff': '/flags',
  'social-professional': '/people',
  'health-professional': '/people',
  volunteer: '/my-appointments',
  'service-staff': '/report',
  editor: '/directory',
  coordinator: '/situation',
  leader: '/board',
  'data-protection': '/protection',
  admin: '/admin',
  auditor: '/admin/changes',
}

/** Where the work is: the role's own page, else the first of the menu that lets them in. */
const homeOf = async (ctx: Ctx, session: string): Promise<string> => {
  const inSpace = (name: string) => resolveActor(ctx.spaces.live, name, { session }, ctx.now)
  const all = [ctx.spaces.live, ...ctx.spaces.all().filter((space) => space !== ctx.spaces.live)]
  for (const space of all) {
    const actor = await inSpace(space.name)
    if (actor.grants.length === 0) continue
    const mine = ctx.menu.filter(
      (item) => item.policy !== 'public' && item.policy.allows(actor, { space }),
    )
    const held = new Set(actor.grants.map((grant) => homes[grant.role]))
    const home = Object.values(homes).find(
      (path) => held.has(path) && mine.some((item) => item.path === path),
    )
    return `${space.prefix}${home ?? mine[0]?.path ?? '/me'}`
  }
  return '/me'
}

/** Starts a session in this browser. @returns the page to go on to, and the cookie. */
export const logIn = async (ctx: Ctx, account: string, method: LoginMethod) => {
  const before = ctx.cookies[SESSION_COOKIE]
  const session = await startSession(ctx.spaces.live, { account, method, before }, ctx.now)
  return { next: await homeOf(ctx, session), cookies: [{ name: SESSION_COOKIE, value: session }] }
}
