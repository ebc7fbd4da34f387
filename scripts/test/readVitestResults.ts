import type { Counts } from './Check.ts'

/** Counts of what `vitest --reporter=json` writes. A skipped test has its reason in its name. */
export function readVitestResults(results: unknown): Counts {
  const { numPassedTests, numFailedTests, testResults } = results as VitestResults
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(isFailed),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles.length,
    skips: testResults
      .flatMap((file) => file.assertionResults)
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => fullName),
  }
}

function isFailed({ status }: { status: string }): boolean {
  return status === 'failed'
}

type VitestResults = {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: { fullName: string; status: string }[] }[]
}
