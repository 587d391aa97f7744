import type { Actor } from '#kit/auth/actor.ts'
import type { Standing } from './actors.ts'

/**
 * Who may do what with a person's rows, in letters (`attempts.ts`). Who has no letter for a table may do
 * nothing with it and learns nothing. The tests try everybody against every table of the database.
 */
export type Rule = Partial<Record<Standing, string>>

/** Those involved with the person, each at the level of their role. */
const involved = (letters: string, partner: string, code: string): Rule => ({
  health: letters,
  social: letters,
  'partner-health': partner,
  'partner-social': partner,
  'code-health': code,
  'code-social': code,
})

/** The one plan: whoever is involved at the social level reads and edits it, also by the code alone. */
const plan = (letters: string): Rule => ({
  ...involved(letters, letters, letters),
  system: letters,
})

export const rules: Record<string, Rule> = {
  // Everybody logged in may write down that they looked, or were refused; the officer reads it.
  'people.access_log': { protection: 'r', system: 'r' },
  'people.assessment': plan('ri'),
  // Who broke in, and those who answer for it.
  'people.break_glass': { health: 'r', leader: 'r', protection: 'ru', system: 'r' },
  'people.card': involved('r', 'r', 'r'),
  'people.circumstance': plan('ri'),
  'people.companion': { companion: 'r' },
  // What the person consented to is known to whom it was given by and to.
  'people.consent': { ...involved('riu', 'riu', 'i'), system: 'riu' },
  // A phone gives the identity away.
  'people.contactability': { ...involved('riu', 'riu', ''), system: 'riu' },
  'people.goal': plan('riu'),
  'people.hold': { ...involved('riu', 'ri', 'ri'), system: 'riu' },
  'people.identifier': { ...involved('riu', 'ri', ''), system: 'riu' },
  // I: opening the person to another organisation. o: that one's own organisation is or was involved.
  'people.involvement': {
    ...involved('riu', 'riI', 'oiI'),
    protection: 'r',
    past: 'o',
    'other-protection': 'o',
    system: 'riu',
  },
  // That two records are one person, only who is involved with both.
  'people.merge': { health: 'riu', social: 'riu', system: 'riu' },
  'people.mine': involved('r', 'r', 'r'),
  'people.mode': plan('riu'),
  'people.person': { ...involved('ru', 'ru', ''), system: 'ru' },
  'people.plan': plan('riu'),
  'people.progress': plan('ri'),
  'people.step': plan('riu'),
  'pathways.appointment': plan('riu'),
  // Health data: health professionals, and of what others wrote only what was shared at that level.
  'pathways.care_note': { health: 'ri', 'partner-health': 'i', 'code-health': 'ri', system: 'ri' },
  // I: a task on both organisations' board.
  'pathways.clock': {
    ...involved('riu', 'riIu', 'i'),
    leader: 'r',
    'partner-leader': 'r',
    system: 'riu',
  },
  'pathways.discharge': plan('riu'),
  'pathways.event, social': plan('ri'),
  'pathways.event, health': {
    health: 'ri',
    social: 'o',
    'partner-health': 'oi',
    'partner-social': 'o',
    'code-health': 'ri',
    'code-social': 'o',
    system: 'ri',
  },
  // A ward and a bed. Whose, the professionals of that hospital learn; the ward by its own view.
  'pathways.flag': { health: 'ru', social: 'ru', system: 'riu' },
  'pathways.follow_up': plan('riu'),
  'pathways.handover': { ...involved('riu', 'ru', ''), system: 'riu' },
  'pathways.my_appointment': { companion: 'r' },
  'pathways.my_flags': { ward: 'r' },
  // Never names or describes anybody.
  'pathways.notice': {
    ...involved('ri', 'riu', 'i'),
    leader: 'ri',
    'partner-leader': 'ru',
    system: 'riu',
  },
  // Leaders see that it is there and what it waits for.
  'pathways.pathway, social': { ...involved('riu', 'ri', 'ri'), leader: 'ru', system: 'riu' },
  'pathways.pathway, health': {
    health: 'riu',
    social: 'o',
    leader: 'ru',
    'partner-health': 'oi',
    'partner-social': 'o',
    'code-health': 'ri',
    'code-social': 'o',
    system: 'riu',
  },
  // Asked of a house by whoever answers for the pathway, and by nobody else who knows the person (REF-10).
  'pathways.referral': { ...involved('riu', 'ru', ''), system: 'riu' },
  'pathways.stay': { ...involved('riu', 'ri', 'ri'), system: 'riu' },
  // That something about the person was written; what was said, the application itself only.
  'kit.change': { protection: 'r', 'other-protection': 'o', system: 'r' },
  'kit.change_content': { system: 'r' },
}

/** What is open to others too, since it says nothing about whether the person exists. */
export const open: Record<string, { letters: string; to: (actor: Actor) => boolean; why: string }> =
  {
    'people.access_log': {
      letters: 'iI',
      to: (actor) => actor.kind !== 'public',
      why: 'Everybody logged in adds (`i`) to `people.access_log`: a refused look is written down, whether or not the person exists.',
    },
    'pathways.flag': {
      letters: 'i',
      to: (actor) =>
        actor.grants.some(
          ({ role, organisation }) =>
            organisation !== null && ['ward-staff', 'health-professional'].includes(role),
        ),
      why: 'Ward staff and health professionals of any hospital add (`i`) to `pathways.flag` for their own: a ward and a bed, no person.',
    },
  }
