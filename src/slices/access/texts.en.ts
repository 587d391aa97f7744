import { adminEn } from './texts/admin.en.ts'
import { errorsEn } from './texts/errors.en.ts'
import { loginEn } from './texts/login.en.ts'

export const en = { ...errorsEn, ...loginEn, ...adminEn }
