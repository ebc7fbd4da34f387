import type { Check } from './Check.ts'
import { readPlaywrightResults } from './readPlaywrightResults.ts'
import { readVitestResults } from './readVitestResults.ts'

/*
 * To add a check, add an entry here. `npm test` must cover at least one real case of every kind and take less
 * than nine minutes on two cores. Variations of a kind, such as other frameworks, engines, versions and
 * upstreams, go into the matrix. Each list starts with the longest checks.
 */

/** Stories that differ from others only in their look. `npm test` covers each look by other stories. */
const variedLooks =
  'Dark|Dark With (?:Error|Signature)|Right To Left|Narrow|Preset (?:Minimal|Soft)|Hebrew|Hindi|Japanese|German'

/** The checks that `npm test` runs after a build. */
export const checks: Check[] = [
  stories('stories', `^(?!(?:${variedLooks})$)`),
  playwright('e2e', ['--project=test'], [['next', 'build', 'apps/demo']]),
  vitest('unit', ['--project=node', '--tagsFilter=!matrix']),
  vitest('browser', ['--project=browser']),
  playwright('wallets', ['--config=e2e-wallets/playwright.config.ts', '--project=test']),
  playwright(
    'consumers',
    ['--config=consumers/playwright.config.ts', '--project=test'],
    [['node', 'consumers/prepare.ts']],
  ),
  light('lint', ['biome', 'check', '--error-on-warnings', '.']),
  light('types', ['tsc', '-p', 'tsconfig.test.json'], ['tsc', '-p', 'apps/demo/tsconfig.json']),
  light('arrows', ['node', 'scripts/arrows/checkArrows.ts']),
  light('docs', ['node', 'scripts/docs.ts', '--check']),
  light(
    'prose',
    ['cspell', 'lint', '--no-progress', '--quiet', '--dot', '--cache'],
    ['node', 'scripts/prose/checkProse.ts'],
  ),
  light('sizes', ['node', 'scripts/sizes/checkSizes.ts']),
  light('storybook', ['storybook', 'build', '-o', 'storybook-static', '--quiet']),
]

/** The tests that start a Redis, with Valkey in its place. `scripts/test.ts` finds it. */
export const onValkey = vitest('stores on valkey', [
  '--project=node',
  'packages/server/src/store/redis',
  'packages/server/src/store/store.test.ts',
])

/** The checks that `npm run test:matrix` runs after a build. */
export const matrix: Check[] = [
  stories('stories in every look', `^(?:${variedLooks})$`),
  vitest('react 18, react compiler, firefox', [
    '--project=react 18',
    '--project=react compiler',
    '--project=firefox',
  ]),
  playwright('e2e of every upstream', ['--project=matrix'], [['next', 'build', 'apps/demo']]),
  playwright('wallets of every kind', [
    '--config=e2e-wallets/playwright.config.ts',
    '--project=matrix',
  ]),
  playwright(
    'wallets with other versions',
    ['--config=e2e-wallets/playwright.config.ts', '--project=wagmi-*'],
    [['node', 'e2e-wallets/installVersions.ts']],
  ),
  playwright(
    'consumers of every kind',
    ['--config=consumers/playwright.config.ts', '--project=matrix'],
    [['node', 'consumers/prepare.ts', '--all']],
  ),
  onValkey,
  // Takes minutes, because each page of Storybook loads all of its scripts.
  light(
    'the code that storybook shows',
    ['storybook', 'build', '-o', 'storybook-static', '--quiet'],
    ['node', 'scripts/shownCode/checkShownCode.ts'],
  ),
  light('a backend in python', ['node', 'examples/python/check.ts']),
  light("bitbadges' own client", ['node', 'consumers/judgeBitBadges.ts']),
  // `npm test` itself runs on Node 24.
  ...['20.19.6', '22.23.3'].map((version): Check => {
    const command = ['node', 'scripts/test/onNode.ts', version]
    const [major] = version.split('.')
    return {
      ...vitest(`node ${major}`, []),
      commands: [command],
      results: { file: `.cache/node-${major}.json`, read: readVitestResults },
    }
  }),
]

/**
 * The checks that `npm run test:quick` runs: the light ones, and the unit tests of the changes since `base`.
 */
export function quickChecks(base: string): Check[] {
  const names = ['types', 'lint', 'prose', 'arrows', 'docs']
  const changed = vitest('unit tests of changes', [
    '--project=node',
    `--changed=${base}`,
    '--passWithNoTests',
  ])
  // The changes may affect no unit test.
  const { results: _, ...unit } = changed
  return [unit, ...checks.filter(({ name }) => names.includes(name))]
}

function light(name: string, ...commands: string[][]): Check {
  return { name, commands, isLight: true }
}

function vitest(name: string, parameters: string[]): Check {
  const file = `.cache/results/${toFileName(name)}.json`
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  return {
    name,
    commands: [['vitest', 'run', ...parameters, ...reporters]],
    results: { file, read: readVitestResults },
  }
}

function playwright(name: string, parameters: string[], before: string[][] = []): Check {
  const file = `.cache/results/${toFileName(name)}.json`
  return {
    name,
    commands: [...before, ['playwright', 'test', ...parameters, '--reporter=list,json']],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file, NEXT_DIST_DIR: '.next/e2e' },
    results: { file, read: readPlaywrightResults },
  }
}

/** Runs the stories whose name matches. Vitest reports the others as skipped, but another check runs them. */
function stories(name: string, pattern: string): Check {
  const parameters = ['--config=.storybook/vitest.config.ts', `--testNamePattern=${pattern}`]
  const check = vitest(name, parameters)
  const read = (results: unknown) => ({ ...readVitestResults(results), skips: [] })
  return { ...check, ...(check.results && { results: { ...check.results, read } }) }
}

function toFileName(name: string): string {
  return name.replaceAll(/\W+/g, '-')
}
