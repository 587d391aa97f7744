import type { Problem } from './check-fields.ts'

/** A reference to a section of a law: short title in small letters as used here, and the section. */
export interface LawReference {
  law: string
  paragraph: string
}

export type LegalVerdict =
  | { verdict: 'valid' }
  /** Nothing is known of this section: it is not refused, since the table is small. */
  | { verdict: 'unlisted' }
  | { verdict: 'doubtful' | 'refused'; problem: Problem; alternative: LawReference | null }

interface Entry extends LawReference {
  /** In force from and until (both inclusive); null: before or beyond what the directory reaches. */
  from: string | null
  until: string | null
  /** The section to use when this one is not in force. */
  alternative: LawReference | null
  /** Why a reference in force deserves a second look. */
  doubt?: { code: string; from: string | null; alternative: LawReference }
}

const lawNames: Record<string, string> = {
  sel: 'serviceloven',
  'lov om social service': 'serviceloven',
  sul: 'sundhedsloven',
  abl: 'almenboligloven',
  'lov om almene boliger': 'almenboligloven',
  bl: 'barnets lov',
  'lov om ældre': 'ældreloven',
}

/** Barnets lov took over the rules on children from serviceloven on 1 January 2024. */
const CHILDRENS_ACT = '2024-01-01'
/** Ældreloven (law 1651 of 30 December 2024) is in force from 1 July 2025. */
const ELDERS_ACT = '2025-07-01'
/** The regional integrated treatment of mental illness and substance use, 1 September 2024. */
const INTEGRATED_TREATMENT = '2024-09-01'

const inForce = (law: string, paragraph: string): Entry => ({
  law,
  paragraph,
  from: null,
  until: null,
  alternative: null,
})

const elderCare = (paragraph: string): Entry => ({
  ...inForce('serviceloven', paragraph),
  doubt: {
    code: 'services.law-elder',
    from: ELDERS_ACT,
    alternative: { law: 'ældreloven', paragraph: '10' },
  },
})

/** The sections that services are run under, as far as the sources say (L6). */
const table: Entry[] = [
  ...['10', '12', '80', '82 a', '82 b', '82 d', '85', '97', '99', '101', '101 a'].map((p) =>
    inForce('serviceloven', p),
  ),
  ...['103', '104', '107', '108', '109', '110', '141', '142'].map((p) =>
    inForce('serviceloven', p),
  ),
  ...['83', '84', '86'].map(elderCare),
  {
    // The homelessness reform (L 64, 2022-23): Housing First from 1 October 2023.
    law: 'serviceloven',
    paragraph: '85 a',
    from: '2023-10-01',
    until: null,
    alternative: { law: 'serviceloven', paragraph: '85' },
  },
  {
    law: 'serviceloven',
    paragraph: '11',
    from: null,
    until: '2023-12-31',
    alternative: { law: 'barnets lov', paragraph: '30' },
  },
  {
    law: 'barnets lov',
    paragraph: '30',
    from: CHILDRENS_ACT,
    until: null,
    alternative: { law: 'serviceloven', paragraph: '11' },
  },
  {
    law: 'sundhedsloven',
    paragraph: '82 c',
    from: INTEGRATED_TREATMENT,
    until: null,
    alternative: { law: 'serviceloven', paragraph: '101' },
  },
  inForce('sundhedsloven', '141'),
  inForce('sundhedsloven', '142'),
  {
    ...inForce('almenboligloven', '105'),
    doubt: {
      code: 'services.law-housing',
      from: null,
      alternative: { law: 'almenboligloven', paragraph: '149 a' },
    },
  },
  inForce('almenboligloven', '149 a'),
]

/** Whole laws that began within the directory's time. */
const lawsFrom: Record<string, string> = { 'barnets lov': CHILDRENS_ACT, ældreloven: ELDERS_ACT }

/** The law's name as used here: "SEL", "Serviceloven" and "lov om social service" are one. */
export const normalLaw = (law: string): string => {
  const name = law.trim().toLowerCase().replace(/\s+/g, ' ').replace(/\.$/, '')
  return lawNames[name] ?? name
}

/** The section as used here: "§ 82c", "82 C" and "82 c" are one. */
export const normalParagraph = (paragraph: string): string =>
  paragraph
    .trim()
    .toLowerCase()
    .replace(/^§+\s*/, '')
    .replace(/^(\d+)\s*([a-zæøå])?(?=\W|$)/, (_, number: string, letter?: string) =>
      letter ? `${number} ${letter}` : number,
    )

/**
 * Is this section in force on the date (L6, DIR-01)? Refused with the one that is; or doubtful: to be
 * shown as a warning and let through. Sections that are not in the table are not judged.
 */
export const checkLegalBasis = (law: string, paragraph: string, date: string): LegalVerdict => {
  const name = normalLaw(law)
  const section = normalParagraph(paragraph)
  const entry = table.find((each) => each.law === name && each.paragraph === section)
  const from = entry?.from ?? lawsFrom[name] ?? null
  const until = entry?.until ?? null
  if ((from !== null && date < from) || (until !== null && date > until)) {
    const alternative = entry?.alternative ?? null
    const instead = alternative ? `${alternative.law} § ${alternative.paragraph}` : '–'
    return {
      verdict: 'refused',
      problem: {
        code: 'services.law-not-in-force',
        params: { reference: `${name} § ${section}`, date, instead },
      },
      alternative,
    }
  }
  const doubt = entry?.doubt
  if (doubt && (doubt.from === null || date >= doubt.from)) {
    const { alternative } = doubt
    const params = {
      reference: `${name} § ${section}`,
      instead: `${alternative.law} § ${alternative.paragraph}`,
    }
    return { verdict: 'doubtful', problem: { code: doubt.code, params }, alternative }
  }
  return { verdict: entry ? 'valid' : 'unlisted' }
}
