import { join } from 'node:path'
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromium, context } from '../scripts/machine/browsers.ts'
import { pinMachine } from '../scripts/machine/pinMachine.ts'
import { comparePictures } from '../scripts/pictures/comparePictures.ts'

pinMachine()

/**
 * Tests every story: it renders, its `play` passes, axe finds nothing, and it looks like its stored picture.
 * Separate from the other tests because loading Storybook takes seconds.
 */
export default defineConfig({
  plugins: [storybookTest({ configDir: import.meta.dirname })],
  test: {
    name: 'stories',
    maxWorkers: 3,
    retry: Number(process.env['TEST_RETRIES'] ?? 0),
    testTimeout: 90_000,
    // The server writes pictures and is only for this run. Storybook's settings would expose it to the network.
    api: { host: '127.0.0.1', allowWrite: true, allowExec: true },
    setupFiles: [join(import.meta.dirname, 'vitest.setup.ts')],
    attachmentsDir: join(import.meta.dirname, '../.cache/pictures'),
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: chromium,
        contextOptions: { ...context, locale: 'en-US', reducedMotion: 'reduce' },
      }),
      expect: {
        toMatchScreenshot: {
          comparators: { pictures: comparePictures },
          comparatorName: 'pictures',
          comparatorOptions: {},
          timeout: 15_000,
          resolveScreenshotPath: ({ arg, ext }) => join(import.meta.dirname, 'pictures', arg + ext),
          resolveDiffPath: ({ arg, ext, attachmentsDir, root }) =>
            join(root, attachmentsDir, arg + ext),
        },
      },
      instances: [{ browser: 'chromium' }],
    },
  },
})

declare module 'vitest/browser' {
  interface ScreenshotComparatorRegistry {
    pictures: Record<string, never>
  }
}
