import { h } from 'preact'
import { type Actor, publicActor } from '#kit/auth/actor.ts'
import { readConfig } from '#kit/config/index.ts'
import type { Space, Spaces } from '#kit/db/index.ts'
import { createServer } from '#kit/http/index.ts'
import { timeTexts } from '#kit/time/index.ts'
import { loadAssets } from '#kit/ui/index.ts'
import { territoryTexts } from '#slices/territory/index.ts'
import { situationSlice } from '../index.ts'
import { t } from '../texts.ts'

export interface Said {
  status: number
  text: string
  to: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what the answer happens to be
  data: any
}

/** The slice's pages and API over these spaces (the first is the live one); an actor comes by a bearer token. */
export const situationServer = async (...given: Space[]) => {
  const byName = new Map(given.map((space) => [space.name, space]))
  const spaces: Spaces = {
    live: given[0] as Space,
    get: (name) => byName.get(name),
    all: () => given,
    canCreate: false,
    create: () => Promise.reject(new Error('not here')),
    owner: () => {
      throw new Error('not here')
    },
    urlOf: () => '',
    close: () => Promise.resolve(),
  }
  const actors = new Map<string, Actor>()
  const app = await createServer({
    config: readConfig({ LOG_LEVEL: 'silent' }),
    spaces,
    assets: await loadAssets(),
    routes: situationSlice.routes,
    menu: situationSlice.menu ?? [],
    errorTexts: {
      da: { ...timeTexts.raw.da, ...territoryTexts.raw.da, ...t.raw.da },
      en: { ...timeTexts.raw.en, ...territoryTexts.raw.en, ...t.raw.en },
    },
    version: 'test',
    authenticate: async (_space, { bearer }) =>
      bearer === undefined ? publicActor : (actors.get(bearer) ?? publicActor),
    mail: () => Promise.resolve(),
    livePosition: () => '',
    errorPage: (_ctx, problem) => h('html', null, h('body', null, problem.code)),
    rateLimits: false,
  })
  /** Asks as this actor (nobody: the public); with `form` it is sent as a browser sends a form. */
  const ask = async (
    url: string,
    asked: { actor?: Actor; form?: Record<string, string>; lang?: 'da' | 'en' } = {},
  ): Promise<Said> => {
    const { actor, form, lang = 'da' } = asked
    if (actor) actors.set(actor.id ?? actor.name, actor)
    const answer = await app.inject({
      method: form ? 'POST' : 'GET',
      url,
      headers: {
        'accept-language': lang,
        ...(actor ? { authorization: `Bearer ${actor.id ?? actor.name}` } : {}),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { payload: new URLSearchParams(form).toString() } : {}),
    })
    const json = /json/.test(String(answer.headers['content-type']))
    const to = answer.headers.location
    return {
      status: answer.statusCode,
      text: answer.body,
      to: to === undefined ? undefined : String(to),
      data: json ? answer.json() : null,
    }
  }
  return { ask, close: () => app.close() }
}
