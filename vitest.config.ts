import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defaultClientConditions, defaultServerConditions } from 'vite'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import type { BrowserConfigOptions } from 'vitest/node'
import { chromium, context, firefox } from './scripts/machine/browsers.ts'
import { pinMachine } from './scripts/machine/pinMachine.ts'
import { reactCompilerPlugin } from './scripts/reactCompiler/reactCompilerPlugin.ts'
import { lockClipboard, unlockClipboard } from './scripts/test/clipboard.ts'
import { SlowestFirst } from './scripts/test/SlowestFirst.ts'

pinMachine()

/** Packages are tested from their sources, through the `@kit/source` condition of their `exports`. */
const resolve = { conditions: ['@kit/source', ...defaultClientConditions] }
const ssr = { resolve: { conditions: ['@kit/source', ...defaultServerConditions] } }

/** Only a failing test takes this long. On a busy machine, windows and sockets close slowly. */
const patient = { poll: { timeout: 30_000 } }

/** Runs in more than one engine and with more than one version of React. */
const codeField = 'packages/react/src/components/otp-input/OtpInput.test.tsx'
const hooks = ['session/useSession', 'siwe/useSiweLogin', 'otp/useOtpLogin'].map(
  (name) => `packages/react/src/${name}.test.tsx`,
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
    // Tests wait more than they compute: three at a time keep two cores busy.
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    // `npm test` runs a failed test again. On its own, a test has one attempt.
    retry: Number(process.env['TEST_RETRIES'] ?? 0),
    tags: [{ name: 'matrix', description: 'A variation, for which `npm test` does not wait.' }],
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'node',
          environment: 'node',
          // Each worker loads the modules once instead of once for each file, which saves a third of the time.
          isolate: false,
          // These tests spend even more of their time waiting.
          maxWorkers: 4,
          include: [
            'packages/*/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'apps/demo/lib/**/*.test.ts',
          ],
          setupFiles: ['packages/server/src/fixtures/canary/watch.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          expect: patient,
        },
      },
      inBrowser('browser', ['packages/*/src/**/*.test.tsx', 'scripts/**/*.test.tsx'], {
        provider: playwright({ launchOptions: chromium, contextOptions: context }),
        instances: [{ browser: 'chromium' }],
      }),
      inBrowser('react 18', [codeField, ...hooks], {
        provider: playwright({ launchOptions: chromium, contextOptions: context }),
        instances: [{ browser: 'chromium' }],
      }),
      inBrowser('react compiler', hooks.slice(0, 2), {
        provider: playwright({ launchOptions: chromium, contextOptions: context }),
        instances: [{ browser: 'chromium' }],
      }),
      // Real keys and clipboard in a second engine, where the browser's own editing is what counts.
      inBrowser('firefox', [codeField], {
        provider: playwright({ launchOptions: firefox, contextOptions: context }),
        instances: [{ browser: 'firefox' }],
      }),
    ],
  },
})

/** Returns a new object each time, because a shared one would leak its name. */
function inBrowser(
  name: string,
  include: string[],
  browser: Pick<BrowserConfigOptions, 'provider' | 'instances'>,
): TestProjectConfiguration {
  return {
    plugins: name === 'react compiler' ? [reactCompilerPlugin(), react()] : [react()],
    // Listed here, because a dependency that Vite discovers during the run would restart all tests.
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
      testTimeout: 90_000,
      expect: patient,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        // The first start of a browser on a busy machine.
        connectTimeout: 180_000,
        commands: { lockClipboard, unlockClipboard },
        ...browser,
      },
    },
  }
}
