import { defineConfig } from '@playwright/test'
import shared from '../playwright.config.ts'
import { splitBy } from '../scripts/test/splitBy.ts'

/** `npm test` runs one of the SDK tests and one of the phone tests. Other variations have the tag `@matrix`. */
const multiplied = /@matrix|(?:sdks|phone)\.spec\.ts (?!default: (?:a Safe|links))|tabs\.spec\.ts/

/** Tests a page that contains the Kit with real wallets, as far as they can run here. */
export default defineConfig(
  { ...shared, projects: splitBy(multiplied) },
  {
    testDir: '.',
    // Two programs and their relay share one machine, which may be busy.
    timeout: 180_000,
    expect: { timeout: 30_000 },
  },
)
