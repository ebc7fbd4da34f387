import { expect, test } from 'vitest'
import { readPlaywrightResults } from './readPlaywrightResults.ts'
import { readVitestResults } from './readVitestResults.ts'

test('default: Vitest’s results name failed tests, and files that could not be loaded', () => {
  const file = { startTime: 0, endTime: 1500, status: 'failed' }
  const counts = readVitestResults({
    numPassedTests: 2,
    numFailedTests: 1,
    testResults: [
      {
        ...file,
        name: `${process.cwd()}/a.test.ts`,
        assertionResults: [
          { fullName: 'default', status: 'passed' },
          { fullName: 'behavior: it holds', status: 'failed' },
          { fullName: 'behavior: once more', status: 'passed', failureMessages: ['late'] },
          { fullName: 'behavior: left out, because …', status: 'pending' },
          { fullName: 'behavior: a variation', status: 'skipped', tags: ['matrix'] },
        ],
      },
      { ...file, name: `${process.cwd()}/b.test.ts`, assertionResults: [] },
    ],
  })
  expect(counts).toMatchObject({
    passed: 2,
    failed: 2,
    skips: ['behavior: left out, because …'],
    failures: ['b.test.ts', 'a.test.ts: behavior: it holds'],
    unstable: ['a.test.ts: behavior: once more'],
  })
})

test('default: Playwright’s results name failed tests', () => {
  const spec = (title: string, status: string) => ({
    title,
    tests: [{ status, annotations: [], results: [{ duration: 1000 }] }],
  })
  const counts = readPlaywrightResults({
    stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 },
    errors: [],
    suites: [
      {
        file: 'a.spec.ts',
        specs: [spec('default', 'expected'), spec('once more', 'flaky')],
        suites: [{ file: 'a.spec.ts', specs: [spec('it holds', 'unexpected')] }],
      },
    ],
  })
  expect(counts).toMatchObject({
    passed: 2,
    failed: 1,
    failures: ['a.spec.ts: it holds'],
    unstable: ['a.spec.ts: once more'],
  })
})
