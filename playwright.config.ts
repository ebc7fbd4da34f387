import { defineConfig } from '@playwright/test'
import { chromium, context } from './scripts/machine/browsers.ts'
import { pinMachine } from './scripts/machine/pinMachine.ts'
import { splitBy } from './scripts/test/splitBy.ts'

pinMachine()

/** Journeys that only the matrix runs. `npm test` runs two of the upstreams. */
const onlyInMatrix = /@matrix|upstreams\.spec\.ts (?:offblocks|gnosis-pay|bitbadges)/

/** The journeys through the demo, in a real Chromium. `e2e/fixtures.ts` starts what they run against. */
export default defineConfig({
  testDir: 'apps/demo/e2e',
  fullyParallel: true,
  workers: 2,
  // `npm test` runs a failed test again. On its own, a test has one attempt.
  retries: Number(process.env['TEST_RETRIES'] ?? 0),
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  projects: splitBy(onlyInMatrix),
  use: {
    browserName: 'chromium',
    ...context,
    // The pictures of a trace cost a third of the time, and CI does not keep them.
    trace: process.env['CI'] === undefined ? 'retain-on-failure' : 'off',
    launchOptions: chromium,
  },
})
