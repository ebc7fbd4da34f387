import { join } from 'node:path'
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

/**
 * Every story is a test: it renders, its `play` passes, axe finds nothing, and it looks like its stored picture.
 * Apart from the other tests, as loading Storybook costs seconds.
 */
export default defineConfig({
  plugins: [storybookTest({ configDir: import.meta.dirname })],
  test: {
    name: 'stories',
    testTimeout: 30_000,
    // It writes pictures, and serves nobody else: Storybook's settings let it be seen from outside.
    api: { host: '127.0.0.1', allowWrite: true, allowExec: true },
    setupFiles: [join(import.meta.dirname, 'vitest.setup.ts')],
    attachmentsDir: join(import.meta.dirname, '../.cache/pictures'),
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
          args: [
            '--no-sandbox',
            '--disable-quic',
            '--disable-background-networking',
            '--no-first-run',
            '--font-render-hinting=none',
            '--disable-lcd-text',
            '--force-color-profile=srgb',
          ],
        },
        contextOptions: { locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce' },
      }),
      expect: {
        toMatchScreenshot: {
          // Of a pixel a tenth of its colour, of a picture one pixel in a thousand.
          comparatorOptions: { threshold: 0.1, allowedMismatchedPixelRatio: 0.001 },
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
