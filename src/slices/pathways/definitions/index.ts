import { defineTexts, type Lang, type Translate } from '#kit/i18n/index.ts'
import { actCourse } from './act-course.ts'
import { problemsOf, textKeysOf } from './check.ts'
import { hospitalDischarge } from './hospital-discharge.ts'
import { integratedTreatment } from './integrated-treatment.ts'
import { respiteStay } from './respite-stay.ts'
import { shelterStay } from './shelter-stay.ts'
import { da as actDa } from './texts/act-course.da.ts'
import { en as actEn } from './texts/act-course.en.ts'
import { da as dischargeDa } from './texts/hospital-discharge.da.ts'
import { en as dischargeEn } from './texts/hospital-discharge.en.ts'
import { da as treatmentDa } from './texts/integrated-treatment.da.ts'
import { en as treatmentEn } from './texts/integrated-treatment.en.ts'
import { da as respiteDa } from './texts/respite-stay.da.ts'
import { en as respiteEn } from './texts/respite-stay.en.ts'
import { da as shelterDa } from './texts/shelter-stay.da.ts'
import { en as shelterEn } from './texts/shelter-stay.en.ts'
import type { Definition } from './types.ts'

type Words = Record<string, string>

/** The compiler has compared the two languages in their own files; here each kind has keys of its own. */
const inBoth = (da: Words, en: Words): Translate<string> => defineTexts(da, en)

/** The list of kinds of pathways: a new one is its file of data, its texts, and a line here. */
const kinds = {
  'hospital-discharge': {
    definition: hospitalDischarge,
    texts: inBoth(dischargeDa, dischargeEn),
  },
  'respite-stay': { definition: respiteStay, texts: inBoth(respiteDa, respiteEn) },
  'shelter-stay': { definition: shelterStay, texts: inBoth(shelterDa, shelterEn) },
  'act-course': { definition: actCourse, texts: inBoth(actDa, actEn) },
  'integrated-treatment': {
    definition: integratedTreatment,
    texts: inBoth(treatmentDa, treatmentEn),
  },
} satisfies Record<string, { definition: Definition; texts: Translate<string> }>

export type DefinitionKey = keyof typeof kinds

export const definitionKeys = Object.keys(kinds) as DefinitionKey[]

for (const key of definitionKeys) {
  const { definition, texts } = kinds[key]
  const problems = [
    ...(definition.key === key ? [] : [`is listed as ${key}`]),
    ...problemsOf(definition),
    ...textKeysOf(definition)
      .filter((text) => !texts.has(text))
      .map((text) => `has no text ${text}`),
  ]
  if (problems.length > 0) throw new Error(`Pathway ${definition.key}: ${problems.join('; ')}`)
}

export const isDefinitionKey = (key: string): key is DefinitionKey => Object.hasOwn(kinds, key)

export const definitionOf = (key: DefinitionKey): Definition => kinds[key].definition

/** What a definition calls a state, transition, field, choice, deadline, rhythm or outcome: `state.asked`. */
export const sayKind = (key: DefinitionKey, lang: Lang, text: string): string => {
  const { texts } = kinds[key]
  return texts.has(text) ? texts(lang, text) : text
}

/** The texts of all kinds, for the check that both languages are complete. */
export const definitionTexts = definitionKeys.map((key) => kinds[key].texts)

export * from './types.ts'
