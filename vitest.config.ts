import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defaultClientConditions, defaultServerConditions } from 'vite'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import type { BrowserConfigOptions } from 'vitest/node'
import { reactCompilerPlugin } from './scripts/reactCompiler/reactCompilerPlugin.ts'

/** Packages are tested from their sources, through the `@kit/source` condition of their `exports`. */
const resolve = { conditions: ['@kit/source', ...defaultClientConditions] }
const ssr = { resolve: { conditions: ['@kit/source', ...defaultServerConditions] } }

const chromium = {
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--no-first-run'],
}

/** Mozilla's own Firefox, which Playwright speaks to by WebDriver BiDi. */
const firefox = {
  channel: 'moz-firefox',
  executablePath: process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr',
}

/** Says how long a failure takes, not a success: windows and sockets close slowly on a busy machine. */
const patient = { poll: { timeout: 15_000 } }

/** What has to hold in more than one engine and more than one React. */
const codeField = 'packages/react/src/components/otp-input/OtpInput.test.tsx'
const hooks = ['useSession', 'useSiweLogin', 'useOtpLogin'].map(
  (name) => `packages/react/src/hooks/${name}.test.tsx`,
)

/** React 18, under another name. */
const formerReact = Object.fromEntries(
  ['react-dom', 'react'].map((name) => [
    name,
    fileURLToPath(new URL(`packages/react/node_modules/${name}-18`, import.meta.url)),
  ]),
)

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'packages/*/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'apps/demo/lib/**/*.test.ts',
          ],
          setupFiles: ['packages/server/src/fixtures/canary/watch.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          expect: patient,
        },
      },
      inBrowser('browser', ['packages/*/src/**/*.test.tsx'], {
        provider: playwright({ launchOptions: chromium }),
        instances: [{ browser: 'chromium' }],
      }),
      inBrowser('react 18', [codeField, ...hooks], {
        provider: playwright({ launchOptions: chromium }),
        instances: [{ browser: 'chromium' }],
      }),
      inBrowser('react compiler', hooks.slice(0, 2), {
        provider: playwright({ launchOptions: chromium }),
        instances: [{ browser: 'chromium' }],
      }),
      // Real keys and clipboard in a second engine, where the browser's own editing is what counts.
      inBrowser('firefox', [codeField], {
        provider: playwright({ launchOptions: firefox }),
        instances: [{ browser: 'firefox' }],
      }),
    ],
  },
})

/** A project of its own object: a shared one would leak its name. */
function inBrowser(
  name: string,
  include: string[],
  browser: Pick<BrowserConfigOptions, 'provider' | 'instances'>,
): TestProjectConfiguration {
  return {
    plugins: name === 'react compiler' ? [reactCompilerPlugin(), react()] : [react()],
    // Known beforehand: what Vite finds only on its way would start the run over.
    optimizeDeps: {
      include: [
        'react',
        'react/jsx-dev-runtime',
        ...(name === 'react 18' ? [] : ['react/compiler-runtime']),
        'react-dom',
        'react-dom/client',
        'react-dom/server',
        'lean-qr',
        'vitest-browser-react',
      ],
    },
    resolve: name === 'react 18' ? { ...resolve, alias: formerReact } : resolve,
    ssr,
    test: {
      name,
      include,
      testTimeout: 30_000,
      expect: patient,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        // The first start of a browser on a busy machine.
        connectTimeout: 180_000,
        ...browser,
      },
    },
  }
}
