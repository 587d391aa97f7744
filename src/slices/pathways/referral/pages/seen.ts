import { read } from '#kit/db/index.ts'
import type { Ctx } from '#kit/http/index.ts'
import { localDate } from '#kit/time/index.ts'
import { findArea, organisationNames } from '#slices/territory/index.ts'
import { promisesOf } from '../../engine/promises.ts'
import { findPathway } from '../../engine/queries.ts'
import { freeBeds, placeGiven, placeInLine, unitsIn } from '../../places/queries.ts'
import { agreedPeriod } from '../../places/rules.ts'
import { worksFor } from '../../policy.ts'
import { checkNow, factsOf, waitingFor } from '../queries.ts'
import type { Referral } from '../schema.ts'

/** All that the page of a referral needs to know beside the referral itself. */
export const seeReferral = (ctx: Ctx<unknown, unknown, unknown>, referral: Referral) =>
  read(ctx.space, ctx.actor, async (tx) => {
    const checked = await checkNow(tx, referral, ctx.now)
    const facts = await factsOf(tx, referral)
    const names = await organisationNames(tx, [referral.organisation, referral.toOrganisation])
    const pathway = await findPathway(tx, referral.pathway)
    const promises = await promisesOf(tx, referral.pathway)
    const receives = worksFor(ctx.actor, referral.toOrganisation)
    const { service } = checked.terms
    const period = agreedPeriod(
      { from: referral.wantedFrom, until: referral.wantedUntil },
      service.maxStayDays,
    )
    const units = receives ? await unitsIn(tx, service.id) : []
    const free: { unit: string; n: number }[] = []
    for (const unit of units) {
      free.push({ unit, n: (await freeBeds(tx, { service: service.id, unit, ...period })).length })
    }
    const area = pathway?.municipality
      ? await findArea(tx, pathway.municipality, localDate(ctx.now.getTime()))
      : null
    return {
      checked,
      facts,
      names,
      pathway,
      receives,
      /** It can still be taken back by the actor, who answers for the pathway. */
      promised: promises.some(({ id }) => id === referral.id),
      period,
      units,
      free,
      municipality: area?.name ?? null,
      line: await placeInLine(tx, referral.id),
      given: await placeGiven(tx, referral.id),
      waiting: receives ? (await waitingFor(tx, service.id)).length : 0,
    }
  })

export type ReferralSeen = Awaited<ReturnType<typeof seeReferral>>
