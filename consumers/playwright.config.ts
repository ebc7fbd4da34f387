import { defineConfig } from '@playwright/test'
import shared from '../playwright.config.ts'
import { splitBy } from '../scripts/test/splitBy.ts'
import { multiplied } from './few.ts'

/** Tests the consumers, after `prepare.ts`. */
export default defineConfig(
  { ...shared, projects: splitBy(multiplied) },
  {
    testDir: '.',
    testMatch: '*.spec.ts',
    // The contract's checks wait for each wrong code, and a server of development compiles what it is asked for.
    timeout: 240_000,
    expect: { timeout: 30_000 },
  },
)
