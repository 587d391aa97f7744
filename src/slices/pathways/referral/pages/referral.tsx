import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import type { Refused } from '#kit/http/forms.ts'
import type { Ctx } from '#kit/http/index.ts'
import { staffShell } from '#kit/http/shell.tsx'
import type { Lang } from '#kit/i18n/index.ts'
import { sayDate, sayMoment } from '#kit/time/index.ts'
import { ErrorSummary, Grid, Link, Notice, Panel, SummaryList, Tag } from '#kit/ui/index.ts'
import { type Involved, personHref, sayCard } from '#slices/people/index.ts'
import { Due } from '../../engine/say.tsx'
import { Alternatives, needAt, otherPlacesFor } from '../../places/alternatives.tsx'
import type { StayState } from '../../places/schema.ts'
import { referralTexts as t } from '../../texts/referral.ts'
import { referralTopic } from '../commands.ts'
import { failing, nightsBetween } from '../rules.ts'
import { openStates, type Referral } from '../schema.ts'
import { AnswerForms, TalkForm, WithdrawForm } from './answer.tsx'
import { CriteriaTable, RulesChanged, StaffHours } from './criteria.tsx'
import { type ReferralSeen, seeReferral } from './seen.ts'

type View = Ctx<unknown, unknown, unknown>

/**
 * One referral. The receiving house reads it with every criterion as it stands now, talks, judges and answers
 * (REF-02 to REF-05); the sender follows it and can take it back.
 */
export const referralPage = async (
  ctx: View,
  asked: { referral: Referral; involved: Involved; refused: Refused | null },
): Promise<VNode> => {
  const { lang, now } = ctx
  const { referral, involved, refused } = asked
  const seen = await seeReferral(ctx, referral)
  const { checked, facts, names, receives } = seen
  const { service, house } = checked.terms
  const open = openStates.some((state) => state === referral.status)
  const failed = failing(checked.criteria)
  const need = needAt(service)
  // Whoever may say no has something else to offer at hand (REF-05).
  const hits =
    failed.length > 0 || referral.status === 'declined' || (receives && open)
      ? await otherPlacesFor(ctx, {
          need,
          facts,
          municipality: seen.pathway?.municipality ?? null,
          except: service.id,
          most: 4,
        })
      : []
  const key = randomUUID()
  const own = ctx.actor.id === referral.fromAccount
  return staffShell(
    ctx,
    {
      title: `${involved.card.reference}: ${t(lang, 'one.title')}`,
      heading: sayCard(involved.card, lang),
      current: '/referrals',
      topics: [referralTopic(ctx.space, involved.organisation)],
    },
    <div class="stack">
      <ErrorSummary
        lang={lang}
        errors={refused?.errors ?? {}}
        general={refused?.general}
        labels={{
          note: t(lang, 'talk.note'),
          fitReason: t(lang, 'fit.reason'),
          from: t(lang, 'accept.from'),
          until: t(lang, 'accept.until'),
          unit: t(lang, 'accept.unit'),
        }}
      />
      <p class="lead">
        {t(lang, 'one.lead', { from: names.get(referral.organisation) ?? '', to: service.name })}{' '}
        <Link href={ctx.href(personHref(referral.person))}>{t(lang, 'one.person')}</Link>
      </p>
      <Standing ctx={ctx} referral={referral} seen={seen} open={open} />
      <RulesChanged ctx={ctx} checked={checked} />
      <Grid main>
        <div class="stack">
          <Panel title={t(lang, 'refer.what')}>
            <SummaryList items={said(ctx, referral, seen.municipality)} />
          </Panel>
          <Panel title={t(lang, 'criteria.title')}>
            <CriteriaTable ctx={ctx} criteria={checked.criteria} />
          </Panel>
          {hits.length > 0 ? (
            <Panel title={t(lang, 'alternatives.title')}>
              <Alternatives ctx={ctx} hits={hits} need={need} />
            </Panel>
          ) : null}
        </div>
        <div class="stack">
          <Panel title={t(lang, 'house.title')}>
            <StaffHours ctx={ctx} house={house} note={service.staffNote} />
            {receives && open ? (
              <ul>
                {seen.free.map(({ unit, n }) => (
                  <li key={unit}>
                    {t(lang, 'free', { unit: t(lang, `unit.${unit}` as 'unit.bed'), n })}
                  </li>
                ))}
              </ul>
            ) : null}
          </Panel>
          {receives && open && !own ? (
            <TalkForm ctx={ctx} referral={referral} formKey={key} refused={refused} />
          ) : (
            <Talk ctx={ctx} referral={referral} />
          )}
        </div>
      </Grid>
      {receives && open && own ? (
        <Notice lang={lang} kind="info" title={t(lang, 'own.title')}>
          <p>{t(lang, 'own.text')}</p>
        </Notice>
      ) : null}
      {receives && open && !own ? (
        <AnswerForms
          ctx={ctx}
          referral={referral}
          seen={seen}
          formKey={key}
          refused={refused}
          hits={hits}
        />
      ) : null}
      {seen.promised ? <WithdrawForm ctx={ctx} referral={referral} formKey={key} /> : null}
      <p class="muted">
        {[
          t(lang, 'one.sent', {
            name: referral.fromName,
            when: sayMoment(referral.sentAt.getTime(), lang),
          }),
          referral.fromPhone,
          open && referral.dueAt < now ? t(lang, 'one.overdue') : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>,
  )
}

const Standing = (props: {
  ctx: View
  referral: Referral
  seen: ReferralSeen
  open: boolean
}): VNode => {
  const { ctx, referral, seen, open } = props
  const { lang, now } = ctx
  return (
    <>
      <p class="row">
        <Tag tone="info">{t(lang, `state.${referral.status}`)}</Tag>{' '}
        {seen.line === null ? null : <Tag>{t(lang, 'state.waiting.place', { n: seen.line })}</Tag>}{' '}
        {referral.bounce > 0 ? <Tag>{t(lang, 'bounce', { n: referral.bounce })}</Tag> : null}{' '}
        {open ? <Due lang={lang} due={referral.dueAt} now={now} /> : null}
      </p>
      {referral.status === 'declined' ? (
        <Notice
          lang={lang}
          kind="info"
          title={t(lang, 'declined.title', { name: referral.decidedByName ?? '' })}
        >
          <p class="prose">{referral.reason}</p>
          <p class="prose">
            <strong>{t(lang, 'declined.instead')}</strong> {referral.alternatives}
          </p>
        </Notice>
      ) : null}
      {referral.status === 'accepted' ? (
        <Accepted lang={lang} by={referral.decidedByName ?? ''} given={seen.given} />
      ) : null}
    </>
  )
}

/** What was promised is said only while it is so: nobody is sent to a place that is given up. */
const Accepted = (props: { lang: Lang; by: string; given: StayState | null }): VNode => {
  const { lang, by, given } = props
  const decided = t(lang, 'accepted.text', { name: by })
  if (given === 'released' || given === 'no-show') {
    return (
      <Notice lang={lang} kind="warning" title={t(lang, `given.${given}`)}>
        <p>{t(lang, `given.${given}.text`)}</p>
        <p class="muted">
          {t(lang, 'accepted.title')}. {decided}
        </p>
      </Notice>
    )
  }
  return (
    <Notice lang={lang} kind="success" title={t(lang, 'accepted.title')}>
      <p>
        {decided} {given === null ? null : t(lang, `given.${given}`)}
      </p>
    </Notice>
  )
}

const Talk = ({ ctx, referral }: { ctx: View; referral: Referral }): VNode | null => {
  const { lang } = ctx
  if (referral.talkedAt === null) return null
  return (
    <Panel title={t(lang, 'talk.title')}>
      <p class="prose">{referral.talkNote}</p>
      <p>
        {t(lang, `fit.${referral.fit}`)}
        {referral.fitReason ? `: ${referral.fitReason}` : ''}
      </p>
      <p class="muted">{sayMoment(referral.talkedAt.getTime(), lang)}</p>
    </Panel>
  )
}

const said = (ctx: View, referral: Referral, municipality: string | null) => {
  const { lang } = ctx
  const text = (words: string | null) =>
    words === null ? null : <span class="prose">{words}</span>
  const nights = nightsBetween(referral.wantedFrom, referral.wantedUntil)
  return [
    { label: t(lang, 'field.assessment'), value: text(referral.assessment) },
    { label: t(lang, 'field.situation'), value: text(referral.situation) },
    { label: t(lang, 'field.careNeed'), value: text(referral.careNeed) ?? t(lang, 'not-told') },
    { label: t(lang, 'field.risks'), value: text(referral.risks) ?? t(lang, 'not-told') },
    {
      label: t(lang, 'field.wanted'),
      value: t(lang, 'wanted', {
        from: sayDate(referral.wantedFrom, lang),
        until: sayDate(referral.wantedUntil, lang),
        n: nights,
      }),
    },
    { label: t(lang, 'field.municipality'), value: municipality ?? t(lang, 'not-told') },
    {
      label: t(lang, 'ground.title'),
      value: referral.legalReference ?? t(lang, 'ground.by-consent'),
    },
  ]
}

/** All that is left of a referral whose consent is gone while it was being read: that it is over. */
export const gonePage = (
  ctx: View,
  fate: 'consent-withdrawn' | 'withdrawn' | 'declined' | 'other',
): VNode => {
  const { lang } = ctx
  return staffShell(
    ctx,
    { title: t(lang, 'one.title'), current: '/referrals' },
    <Notice lang={lang} kind="info" title={t(lang, `gone.${fate}.title`)} announce>
      <p>{t(lang, `gone.${fate}.text`)}</p>
      <p>
        <Link href={ctx.href('/referrals')}>{t(lang, 'gone.back')}</Link>
      </p>
    </Notice>,
  )
}
