import { relative } from 'node:path'
import type { Counts } from './Check.ts'

/**
 * Counts the results of `vitest --reporter=json`. The name of a skipped test contains the reason, unless it
 * belongs to the matrix. A test that passed only in its second run keeps the messages of its failures.
 */
export function readVitestResults(results: unknown): Counts {
  const { numPassedTests, numFailedTests, testResults } = results as VitestResults
  const nameTests = (isWanted: (test: AssertionResult) => boolean) =>
    testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(isWanted)
        .map(({ fullName }) => `${relative(process.cwd(), name)}: ${fullName}`),
    )
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(isFailed),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles.length,
    skips: testResults
      .flatMap((file) => file.assertionResults)
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .filter(({ tags = [] }) => !tags.includes('matrix'))
      .map(({ fullName }) => fullName),
    failures: [
      ...brokenFiles.map(({ name }) => relative(process.cwd(), name)),
      ...nameTests(isFailed),
    ],
    unstable: nameTests(
      ({ status, failureMessages = [] }) => status === 'passed' && failureMessages.length > 0,
    ),
    times: testResults.map(({ name, startTime, endTime }) => ({
      name: relative(process.cwd(), name),
      seconds: (endTime - startTime) / 1000,
    })),
  }
}

function isFailed({ status }: AssertionResult): boolean {
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
    assertionResults: AssertionResult[]
  }[]
}
type AssertionResult = {
  fullName: string
  status: string
  failureMessages?: string[]
  tags?: string[]
}
