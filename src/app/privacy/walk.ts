import type { Route } from '#kit/http/index.ts'
import { ask } from '../bad-days/support.ts'
import { addressOf, bodyOf, type Ids, queryOf } from './requests.ts'

/** One who walks through all pages about a person, fills every form in and sends every message. */

export interface Heard {
  at: string
  status: number
  /** Where it leads. */
  to: string
  body: string
}

const attribute = (tag: string, name: string): string | undefined =>
  tag
    .match(new RegExp(`\\s${name}="([^"]*)"`))?.[1]
    ?.replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")

interface Form {
  action: string
  fields: [string, string][]
}

/** What ends something is for the end of the story, and the protection is left as it is. */
const ends = /(end|withdraw|release|lift|undo|approve|merge|close|decline|handover|talk|answer)$/
const never = /\/(protection|logout)$/
const part = <T>(all: T[], ending: boolean, path: (each: T) => string): T[] =>
  all.filter((each) => !never.test(path(each)) && ends.test(path(each)) === ending)

/** The forms of a page that store something, with `words` in every field that is empty and takes text. */
const formsOf = (html: string, words: string): Form[] => {
  const forms: Form[] = []
  for (const [whole, tag = ''] of html.matchAll(/(<form\b[^>]*>)[\s\S]*?<\/form>/g)) {
    if (attribute(tag, 'method')?.toLowerCase() !== 'post') continue
    const fields: [string, string][] = []
    const chosen = new Set<string>()
    for (const [field, kind] of whole.matchAll(/<(input|textarea|select)\b[^>]*>[^<]*/g)) {
      const name = attribute(field, 'name')
      if (name === undefined) continue
      const value = attribute(field, 'value') ?? ''
      const type = kind === 'input' ? (attribute(field, 'type') ?? 'text') : (kind ?? '')
      if (type === 'select') {
        const from = whole.slice(whole.indexOf(field))
        const option = from.match(/<option\b[^>]*\svalue="([^"]+)"/)?.[1]
        fields.push([name, option ?? ''])
      } else if (type === 'radio' || type === 'checkbox') {
        if (!chosen.has(name)) fields.push([name, value])
        chosen.add(name)
      } else if (type === 'text' || type === 'textarea') {
        const most = Number(attribute(field, 'maxlength') ?? '1000')
        fields.push([name, value || (words.length > most ? words.slice(0, most) : words)])
      } else if (type === 'date') fields.push([name, value || '2027-02-01'])
      else fields.push([name, value])
    }
    forms.push({ action: attribute(tag, 'action') ?? '', fields })
  }
  return forms
}

const hear = async (at: string, answer: Response): Promise<Heard> => ({
  at,
  status: answer.status,
  to: answer.headers.get('location') ?? '',
  body: await answer.text(),
})

/** Looks at every page and every list. */
export const look = async (
  base: string,
  routes: Route[],
  ids: Ids,
  cookie: string,
): Promise<Heard[]> => {
  const heard: Heard[] = []
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const path = `${addressOf(route, ids)}${queryOf(route, ids)}`
    heard.push(await hear(`GET ${route.path}`, await ask(base, path, { headers: { cookie } })))
  }
  return heard
}

/** Fills in every form of the pages that were seen. */
export const fillIn = async (
  base: string,
  seen: Heard[],
  cookie: string,
  words: string,
  ending: boolean,
): Promise<Heard[]> => {
  const heard: Heard[] = []
  const done = new Set<string>()
  const forms = seen.flatMap(({ body }) => formsOf(body, words))
  for (const { action, fields } of part(forms, ending, (form) => form.action)) {
    if (!action.startsWith('/') || done.has(action)) continue
    done.add(action)
    const answer = await ask(base, action, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    })
    heard.push(await hear(`POST ${action}`, answer))
  }
  return heard
}

/** Sends every message of the API, with `words` in every text. */
export const tell = async (
  base: string,
  routes: Route[],
  ids: Ids,
  cookie: string,
  words: string,
  ending: boolean,
): Promise<Heard[]> => {
  const heard: Heard[] = []
  const messages = routes.filter(({ kind, method }) => kind === 'api' && method === 'POST')
  for (const route of part(messages, ending, ({ path }) => path)) {
    const said = JSON.stringify(bodyOf(route, ids)).replaceAll(
      'Opdigtede ord til prøven',
      JSON.stringify(words).slice(1, -1),
    )
    const answer = await ask(base, addressOf(route, ids), {
      method: 'POST',
      body: said,
      headers: { cookie, 'content-type': 'application/json' },
    })
    heard.push(await hear(`POST ${route.path}`, answer))
  }
  return heard
}

/** Every address that a page leads to. */
export const linksOf = (body: string): string[] =>
  [...body.matchAll(/\s(?:href|action|src|data-[a-z-]+)="([^"]*)"/g)].map((found) => found[1] ?? '')
