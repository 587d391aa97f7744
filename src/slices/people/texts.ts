import { defineTexts } from '#kit/i18n/index.ts'
import { da as consentsDa } from './texts/consents.da.ts'
import { en as consentsEn } from './texts/consents.en.ts'
import { da as copyDa } from './texts/copy.da.ts'
import { en as copyEn } from './texts/copy.en.ts'
import { da as errorsDa } from './texts/errors.da.ts'
import { en as errorsEn } from './texts/errors.en.ts'
import { da as listDa } from './texts/list.da.ts'
import { en as listEn } from './texts/list.en.ts'
import { da as peopleDa } from './texts/people.da.ts'
import { en as peopleEn } from './texts/people.en.ts'
import { da as trustDa } from './texts/trust.da.ts'
import { en as trustEn } from './texts/trust.en.ts'
import { da as wordsDa } from './texts/words.da.ts'
import { en as wordsEn } from './texts/words.en.ts'

/** The words of everything about persons but their plan. */
export const t = defineTexts(
  { ...peopleDa, ...listDa, ...consentsDa, ...trustDa, ...copyDa, ...wordsDa, ...errorsDa },
  { ...peopleEn, ...listEn, ...consentsEn, ...trustEn, ...copyEn, ...wordsEn, ...errorsEn },
)
