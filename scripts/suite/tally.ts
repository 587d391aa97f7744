/** What a run of tests came to. */
export interface Tally {
  passed: number
  failed: number
}

/** The parts of vitest's JSON report that are read here. */
export interface Report {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

/**
 * Counts a run. A file that could not be loaded has no test of its own and counts as one
 * failure, and so does a run that ended badly without naming any.
 */
export const tallyOf = (report: Report | null, exitCode: number): Tally => {
  const broken = (report?.testResults ?? []).filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = (report?.numFailedTests ?? 0) + broken
  return {
    passed: report?.numPassedTests ?? 0,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
  }
}

/** The closing line. No test at all is a failure: a suite that ran nothing has shown nothing. */
export const total = (tallies: Tally[]): Tally => {
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0)
  return { passed, failed: passed + failed === 0 ? 1 : failed }
}

export const closingLine = ({ passed, failed }: Tally): string =>
  `${passed} passed, ${failed} failed`

/** `0.4 s`, `12 s`, `2 min 05 s`. */
export const duration = (ms: number): string => {
  const seconds = ms / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}
