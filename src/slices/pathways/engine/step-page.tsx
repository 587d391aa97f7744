import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { Actions, Button, DateTimeField, ErrorSummary, Form, Panel } from '#kit/ui/index.ts'
import { personShell } from '#slices/people/index.ts'
import { sayKind } from '../definitions/index.ts'
import type { FieldDefinition } from '../definitions/types.ts'
import { t } from '../texts.ts'
import { Ending, idsOf, seeEnding } from './closing.tsx'
import { colleaguesOf } from './colleagues.ts'
import { DefinedFields, labelsOf } from './fields.tsx'
import { pathwayTopics } from './live.ts'
import type { Opened } from './open.ts'
import { WhereItStands } from './stands.tsx'

type View = Ctx<unknown, unknown, unknown>

export interface Step {
  /** `moves` or `rhythms`, as in the address. */
  door: 'moves' | 'rhythms'
  key: string
  title: string
  fields: readonly FieldDefinition[]
  /** It ends the pathway: what is taken back by it is shown first. */
  ends: boolean
}

export const stepPath = (pathway: string, step: Pick<Step, 'door' | 'key'>): string =>
  `/pathways/${pathway}/${step.door}/${step.key}`

/**
 * The form of one step: what the definition asks for, and when it happened. The version that it was read at
 * goes along, so that a colleague's newer step is seen and not overwritten.
 */
export const stepPage = async (
  ctx: View,
  opened: Opened,
  step: Step,
  refused: Refused | null,
): Promise<VNode> => {
  const { lang } = ctx
  const { pathway, involved } = opened
  const typed = refused ? typedIn(ctx) : {}
  const asksColleague = step.fields.some(({ type }) => type === 'colleague')
  const colleagues = asksColleague
    ? await read(ctx.space, ctx.actor, (tx) =>
        colleaguesOf(tx, ctx.actor, pathway.owner.organisation),
      )
    : []
  const ending = step.ends ? await seeEnding(ctx, pathway.id) : []
  return personShell(
    ctx,
    {
      involved,
      tab: 'pathways',
      title: step.title,
      topics: pathwayTopics(ctx.space, involved.organisation, pathway),
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={{
          ...labelsOf(pathway.definition, lang, step.fields),
          at: t(lang, 'move.when'),
        }}
      />
      {refused?.error.status === 409 ? <WhereItStands ctx={ctx} pathway={pathway} /> : null}
      <Ending ctx={ctx} ending={ending} />
      <Panel title={step.title} aside={sayKind(pathway.definition, lang, 'title')}>
        <Form
          action={ctx.href(stepPath(pathway.id, step))}
          hidden={{ key: randomUUID(), version: pathway.version, withdraws: idsOf(ending) }}
          label={step.title}
        >
          <DefinedFields
            lang={lang}
            definition={pathway.definition}
            fields={step.fields}
            typed={typed}
            errors={refused?.errors}
            colleagues={colleagues}
          />
          <DateTimeField
            lang={lang}
            name="at"
            label={t(lang, 'move.when')}
            hint={t(lang, 'move.when.hint')}
            errors={refused?.errors}
            value={oneOf(typed, 'at') || null}
          />
          <Actions>
            <Button>{step.title}</Button>
            <Button kind="quiet" href={ctx.href(`/pathways/${pathway.id}`)}>
              {t(lang, 'move.back')}
            </Button>
          </Actions>
        </Form>
      </Panel>
    </div>,
  )
}
