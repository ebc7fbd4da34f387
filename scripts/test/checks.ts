import type { Check } from './Check.ts'
import { readPlaywrightResults } from './readPlaywrightResults.ts'
import { readVitestResults } from './readVitestResults.ts'

/** Everything that `npm test` runs, in this order. A new check is one entry here. */
export const checks: Check[] = [
  {
    name: 'types',
    commands: [
      ['npm', 'run', 'build'],
      ['tsc', '-p', 'tsconfig.test.json'],
      ['tsc', '-p', 'apps/demo/tsconfig.json'],
    ],
  },
  { name: 'lint', commands: [['biome', 'check', '--error-on-warnings', '.']] },
  { name: 'docs', commands: [['node', 'scripts/docs.ts']] },
  { name: 'arrows', commands: [['node', 'scripts/checkArrows.ts']] },
  {
    name: 'unit and browser',
    commands: [
      ['vitest', 'run', '--reporter=default', '--reporter=json', '--outputFile=.cache/vitest.json'],
    ],
    results: { file: '.cache/vitest.json', read: readVitestResults },
  },
  {
    name: 'stories',
    commands: [
      [
        'vitest',
        'run',
        '--config=.storybook/vitest.config.ts',
        '--reporter=default',
        '--reporter=json',
        '--outputFile=.cache/stories.json',
      ],
    ],
    beside: ['storybook', 'build', '-o', 'storybook-static', '--quiet'],
    results: { file: '.cache/stories.json', read: readVitestResults },
  },
  {
    name: 'end to end',
    commands: [
      ['next', 'build', 'apps/demo'],
      ['playwright', 'test', '--reporter=list,json'],
    ],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: '.cache/playwright.json', NEXT_DIST_DIR: '.next/e2e' },
    results: { file: '.cache/playwright.json', read: readPlaywrightResults },
  },
  {
    name: 'wallets',
    commands: [
      ['playwright', 'test', '--config=wallets/playwright.config.ts', '--reporter=list,json'],
    ],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: '../.cache/wallets.json' },
    results: { file: '.cache/wallets.json', read: readPlaywrightResults },
  },
  {
    name: 'consumers',
    commands: [
      ['node', 'consumers/prepare.ts'],
      ['playwright', 'test', '--config=consumers/playwright.config.ts', '--reporter=list,json'],
    ],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: '../.cache/consumers.json' },
    results: { file: '.cache/consumers.json', read: readPlaywrightResults },
  },
  { name: 'sizes', commands: [['node', 'scripts/checkSizes.ts']] },
]
