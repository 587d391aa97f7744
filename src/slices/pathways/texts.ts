import { defineTexts } from '#kit/i18n/index.ts'
import { da as boardDa } from './texts/board.da.ts'
import { en as boardEn } from './texts/board.en.ts'
import { da as careDa } from './texts/care-events.da.ts'
import { en as careEn } from './texts/care-events.en.ts'
import { da as engineDa } from './texts/engine.da.ts'
import { en as engineEn } from './texts/engine.en.ts'
import { da as errorsDa } from './texts/errors.da.ts'
import { en as errorsEn } from './texts/errors.en.ts'
import { da as handoverDa } from './texts/handover.da.ts'
import { en as handoverEn } from './texts/handover.en.ts'
import { da as placesDa } from './texts/places-events.da.ts'
import { en as placesEn } from './texts/places-events.en.ts'

/** The slice's general texts: the engine, handovers, the board. Each part beside them has its own. */
export const t = defineTexts(
  { ...engineDa, ...handoverDa, ...boardDa, ...careDa, ...placesDa, ...errorsDa },
  { ...engineEn, ...handoverEn, ...boardEn, ...careEn, ...placesEn, ...errorsEn },
)
