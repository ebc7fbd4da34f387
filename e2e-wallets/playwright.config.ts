import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Project } from '@playwright/test'
import shared from '../playwright.config.ts'
import { splitBy } from '../scripts/test/splitBy.ts'
import type { Versions } from './fixtures.ts'

/**
 * `npm test` runs one of the SDK tests and one of the phone tests. Their other variations, and tests with the tag
 * `@matrix`, run only in the matrix.
 */
const onlyInMatrix =
  /@matrix|(?:sdks|phone)\.spec\.ts (?!default: (?:a Safe|links))|(?:tabs|baseAccount)\.spec\.ts/

/** The basic tests of the SDKs with other versions of wagmi and of the SDKs. */
const others = readdirSync(join(import.meta.dirname, 'versions'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  .map(
    ({ name }): Project<object, Versions> => ({
      name,
      testMatch: /(?:sdks|walletconnect)\.spec\.ts/,
      grepInvert: /@matrix/,
      use: { versions: name },
    }),
  )

/** Tests a page that contains the Kit with real wallets, as far as they can run here. */
export default defineConfig<object, Versions>(
  { ...shared, projects: [...splitBy(onlyInMatrix), ...others] },
  {
    testDir: '.',
    globalSetup: './stage/sharePages.ts',
    // Two programs and their relay share one machine, which may be busy.
    timeout: 180_000,
    expect: { timeout: 30_000 },
    use: {
      // The pictures of a trace cost more than the tests: every page is drawn by software.
      trace:
        process.env['CI'] === undefined ? { mode: 'retain-on-failure', screenshots: false } : 'off',
    },
  },
)
