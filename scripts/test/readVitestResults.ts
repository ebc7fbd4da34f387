import { relative } from 'node:path'
import type { Counts } from './Check.ts'

/** Counts the results of `vitest --reporter=json`. The name of a skipped test contains the reason. */
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
    failures: [
      ...brokenFiles.map(({ name }) => relative(process.cwd(), name)),
      ...testResults.flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter(isFailed)
          .map(({ fullName }) => `${relative(process.cwd(), name)}: ${fullName}`),
      ),
    ],
    times: testResults.map(({ name, startTime, endTime }) => ({
      name: relative(process.cwd(), name),
      seconds: (endTime - startTime) / 1000,
    })),
  }
}

function isFailed({ status }: { status: string }): boolean {
  return status === 'failed'
}

type VitestResults = {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    startTime: number
    endTime: number
    status: string
    assertionResults: { fullName: string; status: string }[]
  }[]
}
