import { checkHouse } from './house/check.ts'
import { root } from './suite/run.ts'

/** `npm run house`: the rule of the house (docs/architecture.md), as a check. */
const { modules, files, problems } = await checkHouse(root)
for (const problem of problems) console.log(problem)
console.log(
  `${modules} modules and ${files} files checked, ${problems.length === 0 ? 'no' : problems.length} problems`,
)
process.exitCode = problems.length === 0 ? 0 : 1
