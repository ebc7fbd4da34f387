import { defineConfig } from '@playwright/test'
import shared from '../playwright.config.ts'
import { splitBy } from '../scripts/test/splitBy.ts'
import { onlyInMatrix } from './few.ts'

/** Tests the apps that `prepare.ts` has installed. */
export default defineConfig(
  { ...shared, projects: splitBy(onlyInMatrix) },
  {
    testDir: '.',
    testMatch: '*.spec.ts',
    // The contract's checks wait for each wrong code, and a development server compiles each page when it is
    // requested.
    timeout: 240_000,
    expect: { timeout: 30_000 },
  },
)
