import { adminDa } from './texts/admin.da.ts'
import { errorsDa } from './texts/errors.da.ts'
import { loginDa } from './texts/login.da.ts'

export const da = { ...errorsDa, ...loginDa, ...adminDa }
