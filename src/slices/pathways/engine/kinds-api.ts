import { z } from 'zod'
import { json, type Route, route } from '#kit/http/index.ts'
import { careWorkers } from '#slices/people/index.ts'
import { definitionKeys, definitionOf, sayKind } from '../definitions/index.ts'
import { levels } from '../schema.ts'
import { definition, key } from './json.ts'

export const kindsApiRoute: Route = route({
  method: 'GET',
  path: '/api/v1/pathway-kinds',
  permission: careWorkers,
  kind: 'api',
  summary: 'The kinds of pathways as data: states, transitions, fields, deadlines and rhythms',
  response: z.object({
    kinds: z.array(
      z.object({
        key: definition,
        title: z.string(),
        version: z.number().int(),
        level: z.enum(levels),
        initial: key,
        states: z.array(z.object({ key, label: z.string(), ends: key.nullable() })),
        transitions: z.array(
          z.object({
            key,
            label: z.string(),
            from: z.array(key),
            to: key.nullable(),
            who: z.array(z.string()),
            part: z.string().nullable(),
            fields: z.array(
              z.object({ key, label: z.string(), type: z.string(), required: z.boolean() }),
            ),
          }),
        ),
        rhythms: z.array(z.object({ key, label: z.string() })),
      }),
    ),
  }),
  handler: ({ lang }) =>
    json({
      kinds: definitionKeys.map((kind) => {
        const { version, level, initial, states, transitions, rhythms } = definitionOf(kind)
        const label = (text: string) => sayKind(kind, lang, text)
        return {
          key: kind,
          title: label('title'),
          version,
          level,
          initial,
          states: states.map(({ key: state, ends }) => ({
            key: state,
            label: label(`state.${state}`),
            ends: ends ?? null,
          })),
          transitions: transitions.map((each) => ({
            ...each,
            label: label(`transition.${each.key}`),
            part: each.part ?? null,
            fields: each.fields.map((field) => ({
              ...field,
              label: label(`field.${field.key}`),
            })),
          })),
          rhythms: rhythms.map((each) => ({ key: each.key, label: label(`rhythm.${each.key}`) })),
        }
      }),
    }),
})
