import type { IForbiddenRuleType } from 'dependency-cruiser'

const tests = '\\.test\\.tsx?$'
const helpsTests = `${tests}|/testing/|/factory\\.ts$`
const pure = '/(schema|rules|policy)\\.ts$'

/** The rule of the house for imports: app → slices → kit (docs/architecture.md). */
export const importRules: IForbiddenRuleType[] = [
  {
    name: 'no-circle',
    comment: 'Modules that need each other are one module, or miss a third one below them.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'kit-stands-alone',
    comment: 'The ground knows nothing of what is built on it.',
    severity: 'error',
    from: { path: '^src/kit/' },
    to: { path: '^src/(slices|app|field)/' },
  },
  {
    name: 'slices-know-no-app',
    comment: 'Only the app knows every slice. (A test may start the whole app.)',
    severity: 'error',
    from: { path: '^src/slices/', pathNot: tests },
    to: { path: '^src/(app|field)/' },
  },
  {
    name: 'by-the-face',
    comment: "Another slice is asked through its index.ts; tests may use another slice's factory.",
    severity: 'error',
    from: { path: '^src/slices/([^/]+)/', pathNot: helpsTests },
    to: { path: '^src/slices/', pathNot: '^src/slices/($1/|[^/]+/index\\.ts$)' },
  },
  {
    name: 'by-the-face-or-factory',
    severity: 'error',
    from: {
      path: '^src/slices/([^/]+)/.*(\\.test\\.tsx?$|/testing/)|^src/slices/([^/]+)/factory\\.ts$',
    },
    to: { path: '^src/slices/', pathNot: '^src/slices/($1/|$2/|[^/]+/(index|factory)\\.ts$)' },
  },
  {
    name: 'pure-imports-no-io',
    comment:
      'schema, rules and policy work on what they are given: no database, HTTP, files or clock.',
    severity: 'error',
    from: { path: `^src/.*${pure}` },
    to: {
      path: [
        '^src/kit/(changes|config|db|http|jobs|live|mail|testing|ui)/',
        '^src/kit/time/clock\\.ts$',
        '/(queries|commands|jobs)\\.ts$',
        '/routes\\.tsx?$',
        '/pages/',
        '(^|/)node_modules/(@fastify/|fastify|kysely|nodemailer|openid-client|pg|pg-boss|pino)(/|$)',
      ],
    },
  },
  {
    name: 'pure-imports-no-node',
    comment: 'They also run in the browser.',
    severity: 'error',
    from: { path: `^src/.*${pure}` },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'source-stands-alone',
    comment: 'What runs in production needs no tool and no test helper.',
    severity: 'error',
    from: { path: '^src/', pathNot: helpsTests },
    to: { path: '^(scripts|bench|e2e)/|\\.test\\.tsx?$|^src/[^/]+/testing/' },
  },
  {
    name: 'no-tool-in-production',
    comment: 'Installed with --omit=dev the app must still start.',
    severity: 'error',
    from: { path: '^src/', pathNot: helpsTests },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'resolves',
    comment: 'An import that leads nowhere.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
]
