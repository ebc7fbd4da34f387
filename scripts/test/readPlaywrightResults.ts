import type { Counts, Time } from './Check.ts'

/** Counts the results of `playwright test --reporter=json`. Errors outside of tests count as failures. */
export function readPlaywrightResults(results: unknown): Counts {
  const { stats, errors, suites } = results as PlaywrightResults
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skips: suites.flatMap(findSkips),
    failures: suites.flatMap((suite) => findTests(suite, 'unexpected')),
    unstable: suites.flatMap((suite) => findTests(suite, 'flaky')),
    times: suites.flatMap(findTimes),
  }
}

function findSkips(suite: Suite): string[] {
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === 'skipped')
      .map(({ annotations }) => `${title}: ${findReason(annotations)}`),
  )
  return [...own, ...(suite.suites ?? []).flatMap(findSkips)]
}

function findTests(suite: Suite, wanted: 'unexpected' | 'flaky'): string[] {
  const own = suite.specs
    .filter(({ tests }) => tests.some(({ status }) => status === wanted))
    .map(({ title }) => `${suite.file ?? ''}: ${title}`)
  return [...own, ...(suite.suites ?? []).flatMap((inner) => findTests(inner, wanted))]
}

function findTimes(suite: Suite): Time[] {
  const own = suite.specs.map(({ title, tests }) => ({
    name: `${suite.file ?? ''}: ${title}`,
    seconds:
      tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0) /
      1000,
  }))
  return [...own, ...(suite.suites ?? []).flatMap(findTimes)]
}

function findReason(annotations: { type: string; description?: string }[]): string {
  return annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given'
}

type PlaywrightResults = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
  suites: Suite[]
}
type Suite = {
  file?: string
  suites?: Suite[]
  specs: {
    title: string
    tests: {
      status: string
      annotations: { type: string; description?: string }[]
      results: { duration: number }[]
    }[]
  }[]
}
