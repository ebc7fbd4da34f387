import type { Counts } from './Check.ts'

/** Counts of what `playwright test --reporter=json` writes; errors outside tests count as failures. */
export function readPlaywrightResults(results: unknown): Counts {
  const { stats, errors, suites } = results as PlaywrightResults
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skips: suites.flatMap(findSkips),
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

function findReason(annotations: { type: string; description?: string }[]): string {
  return annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given'
}

type PlaywrightResults = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
  suites: Suite[]
}
type Suite = {
  suites?: Suite[]
  specs: {
    title: string
    tests: { status: string; annotations: { type: string; description?: string }[] }[]
  }[]
}
