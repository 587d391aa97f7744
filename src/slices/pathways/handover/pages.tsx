import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { type Db, read } from '#kit/db/index.ts'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { localDate, sayDate } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  ErrorSummary,
  Form,
  Panel,
  Select,
  TextArea,
  TextField,
} from '#kit/ui/index.ts'
import { consentsInForce, type Involved, personShell } from '#slices/people/index.ts'
import { listOrganisations, organisationNames } from '#slices/territory/index.ts'
import { sayKind } from '../definitions/index.ts'
import { pathwayTopics } from '../engine/live.ts'
import type { Opened } from '../engine/open.ts'
import { getPathway } from '../engine/queries.ts'
import { WhereItStands } from '../engine/stands.tsx'
import { t } from '../texts.ts'
import type { Handover } from './model.ts'
import { AnswerForms, OfferFacts } from './panel.tsx'

type View = Ctx<unknown, unknown, unknown>

/** By name; a country has some hundreds. */
const allOrganisations = async (tx: Db): Promise<{ id: string; name: string }[]> => {
  const all: { id: string; name: string }[] = []
  for (let cursor: string | null = ''; cursor !== null && all.length < 2000; ) {
    const found = await listOrganisations(tx, { limit: 200, cursor: cursor || null })
    all.push(...found.organisations)
    cursor = found.next
  }
  return all
}

/** Whom a pathway can be offered to, the consents that cover it, and the name of the one who answers now. */
const choices = (ctx: View, { pathway }: Opened) =>
  read(ctx.space, ctx.actor, async (tx) => {
    const organisations = await allOrganisations(tx)
    const consents = await consentsInForce(tx, pathway.person, {
      level: pathway.level,
      at: ctx.now,
      asGround: true,
    })
    const own = pathway.owner.organisation
    return {
      organisations: organisations.filter(({ id }) => id !== own),
      consents: consents.filter(({ recipientOrganisation }) => recipientOrganisation !== null),
      own: (await organisationNames(tx, [own])).get(own) ?? '',
    }
  })

/** The form by which a pathway is offered: to whom, what they must know, and on what ground. */
export const offerPage = async (
  ctx: View,
  opened: Opened,
  refused: Refused | null,
): Promise<VNode> => {
  const { lang } = ctx
  const { pathway, involved } = opened
  const { organisations, consents, own } = await choices(ctx, opened)
  const typed = refused ? typedIn(ctx) : {}
  const field = (name: string) => ({
    lang,
    name,
    errors: refused?.errors,
    value: oneOf(typed, name),
  })
  return personShell(
    ctx,
    {
      involved,
      tab: 'pathways',
      title: t(lang, 'handover.title'),
      topics: pathwayTopics(ctx.space, involved.organisation, pathway),
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={{
          to: t(lang, 'handover.to'),
          message: t(lang, 'handover.message'),
          consent: t(lang, 'handover.consent'),
          law: t(lang, 'handover.law'),
        }}
      />
      <Panel title={t(lang, 'handover.offer')} aside={sayKind(pathway.definition, lang, 'title')}>
        <p>{t(lang, 'handover.offer.intro', { organisation: own })}</p>
        <Form
          action={ctx.href(`/pathways/${pathway.id}/handover`)}
          hidden={{ key: randomUUID() }}
          label={t(lang, 'handover.offer')}
        >
          <Select
            {...field('to')}
            label={t(lang, 'handover.to')}
            required
            options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextArea
            {...field('message')}
            label={t(lang, 'handover.message')}
            hint={t(lang, 'handover.message.hint')}
            required
            maxLength={2000}
          />
          <Select
            {...field('consent')}
            label={t(lang, 'handover.consent')}
            hint={t(lang, consents.length > 0 ? 'handover.consent.hint' : 'handover.consent.none')}
            options={consents.map(({ id, recipient, level, validUntil }) => ({
              value: id,
              label: t(lang, 'handover.consent.option', {
                recipient,
                level: t(lang, `handover.level.${level}`),
                date: sayDate(localDate(validUntil.getTime()), lang),
              }),
            }))}
          />
          <TextField
            {...field('law')}
            label={t(lang, 'handover.law')}
            hint={t(lang, 'handover.law.hint')}
            maxLength={200}
          />
          <Actions>
            <Button>{t(lang, 'handover.send')}</Button>
            <Button kind="quiet" href={ctx.href(`/pathways/${pathway.id}`)}>
              {t(lang, 'move.back')}
            </Button>
          </Actions>
        </Form>
      </Panel>
    </div>,
  )
}

/** An offer for the one who was asked: what it is, and the two answers. */
export const answerPage = async (
  ctx: View,
  shown: { offer: Handover; involved: Involved; refused: Refused | null },
): Promise<VNode> => {
  const { lang } = ctx
  const { offer, involved, refused } = shown
  const { pathway, names } = await read(ctx.space, ctx.actor, async (tx) => ({
    pathway: await getPathway(tx, offer.pathway),
    names: await organisationNames(tx, [offer.organisation, offer.to]),
  }))
  return personShell(
    ctx,
    {
      involved,
      tab: 'pathways',
      title: t(lang, 'handover.title'),
      topics: pathwayTopics(ctx.space, involved.organisation, pathway),
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={{ reason: t(lang, 'handover.decline.reason') }}
      />
      <Panel title={t(lang, 'handover.title')}>
        <OfferFacts ctx={ctx} offer={offer} names={names} />
        <AnswerForms
          ctx={ctx}
          offer={offer}
          names={names}
          errors={refused?.errors}
          typed={refused ? oneOf(typedIn(ctx), 'reason') : ''}
        />
      </Panel>
      <Panel title={t(lang, 'stands.title')}>
        <WhereItStands
          ctx={ctx}
          pathway={pathway}
          names={{ organisations: names, municipality: null, service: null }}
        />
        <p>
          <a href={ctx.href(`/pathways/${pathway.id}`)}>{t(lang, 'handovers.open')}</a>
        </p>
      </Panel>
    </div>,
  )
}
