import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { read } from '#kit/db/index.ts'
import { oneOf, type Refused, typedIn } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { addDays, localDate, sayOpensNext } from '#kit/time/index.ts'
import {
  Actions,
  Button,
  Checkbox,
  ErrorSummary,
  Form,
  Grid,
  Link,
  Notice,
  Panel,
  TextArea,
  TextField,
} from '#kit/ui/index.ts'
import { consentsInForce, personShell } from '#slices/people/index.ts'
import { nextOpening, placeFactsAt, words } from '#slices/services/index.ts'
import type { Opened } from '../../engine/open.ts'
import { Alternatives, needAt, otherPlacesFor } from '../../places/alternatives.tsx'
import { type Terms, termsOf } from '../../places/queries.ts'
import { agreedPeriod } from '../../places/rules.ts'
import { referralTexts as t } from '../../texts/referral.ts'
import { factsOf } from '../queries.ts'
import { checkCriteria, failing, nightsBetween } from '../rules.ts'
import { CriteriaTable, StaffHours } from './criteria.tsx'
import { Ground } from './ground.tsx'

type View = Ctx<unknown, unknown, unknown>

/** What the form shows when it is opened: from today, as long as the house allows, at most a week. */
const wanted = (ctx: View, terms: Terms): { from: string; until: string } => {
  const typed = typedIn(ctx)
  const from = oneOf(typed, 'wantedFrom') || localDate(ctx.now.getTime())
  const usual = /^\d{4}-\d\d-\d\d$/.test(from)
    ? agreedPeriod(
        { from, until: addDays(from, terms.service.maxStayDays ?? 7) },
        terms.service.maxStayDays,
      ).until
    : ''
  return { from, until: oneOf(typed, 'wantedUntil') || usual }
}

/**
 * A referral to one service: its criteria against the person, its house rules and staff hours before anything
 * is sent (DIR-08, RES-05), what else there is where a criterion fails, and the ground to send on (REF-01).
 */
export const referPage = async (
  ctx: View,
  opened: Opened,
  serviceId: string,
  refused: Refused | null,
): Promise<VNode> => {
  const { lang, now } = ctx
  const { pathway, involved } = opened
  const seen = await read(ctx.space, ctx.actor, async (tx) => {
    const terms = await termsOf(tx, serviceId, now)
    const facts = await factsOf(tx, { person: pathway.person, pathway: pathway.id })
    const consents = await consentsInForce(tx, pathway.person, {
      recipient: terms.service.organisation,
      level: 'social',
      at: now,
      asGround: true,
    })
    const [place] = await placeFactsAt(tx, { at: now, known: now, ids: [serviceId] })
    return { terms, facts, consents, place }
  })
  const { terms, facts, consents } = seen
  const { service, house } = terms
  const { from, until } = wanted(ctx, terms)
  const nights = until > from && from !== '' ? nightsBetween(from, until) : 1
  const criteria = checkCriteria(terms.rules, facts, nights)
  const failed = failing(criteria)
  const need = needAt(service)
  const hits =
    failed.length > 0 || service.entry === 'drop-in'
      ? await otherPlacesFor(ctx, {
          need,
          facts,
          municipality: pathway.municipality,
          except: service.id,
          most: 4,
        })
      : []
  const opens = seen.place ? nextOpening(seen.place, now.getTime()) : null
  const typed = typedIn(ctx)
  const value = (name: string) => oneOf(typed, name)
  const errors = refused?.errors
  const shell = (children: VNode) =>
    personShell(ctx, { involved, tab: 'pathways', title: t(lang, 'refer.title') }, children)
  if (service.entry === 'drop-in') {
    return shell(
      <div class="stack">
        <h2>{service.name}</h2>
        <Notice lang={lang} kind="info" title={t(lang, 'drop-in.title')}>
          <p>{t(lang, 'drop-in.text')}</p>
          {opens === null ? null : (
            <p>{t(lang, 'drop-in.opens', { when: sayOpensNext(opens, now.getTime(), lang) })}</p>
          )}
          <p>
            <Link href={ctx.href(`/places/${service.id}`)}>{t(lang, 'drop-in.link')}</Link>
          </p>
        </Notice>
      </div>,
    )
  }
  if (terms.gate !== null) {
    return shell(
      <div class="stack">
        <h2>{t(lang, 'refer.to', { service: service.name })}</h2>
        <Notice lang={lang} kind="info" title={t(lang, 'gate.title', { gate: terms.gate.name })}>
          <p>{t(lang, 'gate.text', { service: service.name })}</p>
          <p>
            <Link href={ctx.href(`/pathways/${pathway.id}/refer?service=${terms.gate.id}`)}>
              {t(lang, 'refer.to', { service: terms.gate.name })}
            </Link>
          </p>
        </Notice>
      </div>,
    )
  }
  return shell(
    <div class="stack">
      <h2>{t(lang, 'refer.to', { service: service.name })}</h2>
      <ErrorSummary
        lang={lang}
        errors={errors ?? {}}
        general={refused?.general}
        labels={labels(lang)}
      />
      <Grid main>
        <div class="stack">
          <Panel title={t(lang, 'criteria.title')}>
            {failed.length > 0 ? (
              <Notice lang={lang} kind="warning" title={t(lang, 'criteria.failed.title')}>
                <p>{t(lang, 'criteria.failed.text')}</p>
              </Notice>
            ) : null}
            <CriteriaTable ctx={ctx} criteria={criteria} />
          </Panel>
          {hits.length > 0 ? (
            <Panel title={t(lang, 'alternatives.title')}>
              <Alternatives ctx={ctx} hits={hits} need={need} />
            </Panel>
          ) : null}
        </div>
        <Panel title={t(lang, 'house.title')}>
          <p>
            {words(lang, `kind.${service.kind}`)}
            {service.maxStayDays === null
              ? null
              : ` · ${t(lang, 'house.limit', { n: service.maxStayDays })}`}
          </p>
          <StaffHours ctx={ctx} house={house} note={service.staffNote} />
          {service.houseRules.length > 0 ? (
            <>
              <h3>{t(lang, 'house.rules')}</h3>
              <ul>
                {service.houseRules.map((rule) => (
                  <li key={rule}>{rule}</li>
                ))}
              </ul>
            </>
          ) : (
            <p class="muted">{t(lang, 'house.rules.none')}</p>
          )}
        </Panel>
      </Grid>
      <Form
        action={ctx.href(`/pathways/${pathway.id}/refer`)}
        hidden={{ key: randomUUID(), service: service.id }}
        label={t(lang, 'refer.title')}
      >
        <Panel title={t(lang, 'refer.what')}>
          <TextArea
            lang={lang}
            name="assessment"
            label={t(lang, 'field.assessment')}
            hint={t(lang, 'field.assessment.hint')}
            required
            maxLength={4000}
            value={value('assessment')}
            errors={errors}
          />
          <TextArea
            lang={lang}
            name="situation"
            label={t(lang, 'field.situation')}
            hint={t(lang, 'field.situation.hint')}
            required
            maxLength={4000}
            value={value('situation')}
            errors={errors}
          />
          <TextArea
            lang={lang}
            name="careNeed"
            label={t(lang, 'field.careNeed')}
            maxLength={4000}
            value={value('careNeed')}
            errors={errors}
          />
          <TextArea
            lang={lang}
            name="risks"
            label={t(lang, 'field.risks')}
            maxLength={4000}
            value={value('risks')}
            errors={errors}
          />
          <div class="row">
            <TextField
              lang={lang}
              name="wantedFrom"
              type="date"
              label={t(lang, 'field.wantedFrom')}
              required
              width="medium"
              value={from}
              errors={errors}
            />
            <TextField
              lang={lang}
              name="wantedUntil"
              type="date"
              label={t(lang, 'field.wantedUntil')}
              hint={t(lang, 'field.wantedUntil.hint')}
              required
              width="medium"
              value={until}
              errors={errors}
            />
          </div>
          <TextField
            lang={lang}
            name="phone"
            type="tel"
            label={t(lang, 'field.phone')}
            width="medium"
            maxLength={40}
            value={value('phone')}
            errors={errors}
          />
        </Panel>
        <Ground ctx={ctx} house={service.name} consents={consents} refused={refused} />
        {service.houseRules.length > 0 ? (
          <Checkbox
            lang={lang}
            name="houseRulesSeen"
            label={t(lang, 'field.houseRulesSeen')}
            checked={value('houseRulesSeen') !== ''}
            errors={errors}
          />
        ) : null}
        <Actions>
          <Button>{t(lang, 'refer.send')}</Button>
          <Link href={ctx.href(`/pathways/${pathway.id}`)}>{t(lang, 'cancel')}</Link>
        </Actions>
      </Form>
    </div>,
  )
}

const labels = (lang: View['lang']): Record<string, string> =>
  Object.fromEntries(
    (['assessment', 'situation', 'careNeed', 'risks', 'wantedFrom', 'wantedUntil'] as const).map(
      (field) => [field, t(lang, `field.${field}`)],
    ),
  )
