import { defineConfig } from '@playwright/test'
import shared from '../playwright.config.ts'

/** Wallets, as real as they run here, against a page with the Kit in it. */
export default defineConfig(shared, {
  testDir: '.',
  // Two programs and their relay share a machine that may have other work.
  timeout: 180_000,
  expect: { timeout: 30_000 },
})
