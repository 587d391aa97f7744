import { sayMoment } from '#kit/time/index.ts'
import type { CopyPart } from '#slices/people/index.ts'
import { organisationNames } from '#slices/territory/index.ts'
import { nextAppointments } from './appointment/queries.ts'
import { sayKind } from './definitions/index.ts'
import { pathwaysOf } from './engine/queries.ts'
import { t } from './texts.ts'

/** In the person's own copy: what goes on, who answers for it, and the next appointments (L2, INT-01). */
export const pathwaysInCopy: CopyPart = {
  key: 'pathways',
  order: 10,
  section: async ({ lang, now }, tx, persons) => {
    const [person] = persons
    const open = person
      ? (await pathwaysOf(tx, person)).filter(({ closedAt }) => closedAt === null)
      : []
    const appointments = await nextAppointments(tx, persons, now)
    if (open.length === 0 && appointments.length === 0) return null
    const names = await organisationNames(
      tx,
      open.map(({ owner }) => owner.organisation),
    )
    return (
      <section>
        <h2>{t(lang, 'copy.title')}</h2>
        <ul>
          {open.map(({ id, definition, state, owner }) => (
            <li key={id}>
              {t(lang, 'copy.pathway', {
                kind: sayKind(definition, lang, 'title'),
                state: sayKind(definition, lang, `state.${state}`),
                organisation: names.get(owner.organisation) ?? '',
                name: owner.name,
              })}
            </li>
          ))}
          {appointments.map(({ id, at, subject, place }) => (
            <li key={id}>
              {t(lang, 'copy.appointment', {
                when: sayMoment(at.getTime(), lang),
                subject,
                place,
              })}
            </li>
          ))}
        </ul>
      </section>
    )
  },
}
