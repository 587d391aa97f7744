import { errorsDa } from './texts/errors.da.ts'
import { adminDa } from './texts/admin.da.ts'
import { loginDa } from './texts/login.da.ts'

export const da = { ...errorsDa, ...loginDa, ...adminDa }
