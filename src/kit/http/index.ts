export { writeOnce } from './once.ts'
export { asVaernError, type ErrorTexts, type Problem, problemOf, sayError } from './problems.ts'
export {
  type Answer,
  type CookieChange,
  type Ctx,
  json,
  type MailMessage,
  type MenuItem,
  page,
  type Route,
  redirect,
  route,
  taken,
  text,
} from './route.ts'
export { createServer, type ServerParts } from './server.ts'
export { t as httpTexts } from './texts.ts'
export { InputError, readInput } from './validate.ts'
