import { defineConfig } from '@playwright/test'
import shared from '../playwright.config.ts'

/** The consumers, after `prepare.ts`. */
export default defineConfig(shared, { testDir: '.', testMatch: '*.spec.ts' })
