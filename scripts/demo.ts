import { join } from 'node:path'
import { buildPackages } from './demo/buildPackages.ts'
import { describeSteps } from './demo/describeSteps.ts'
import { readPorts } from './demo/readPorts.ts'
import { createServices } from './demo/services.ts'
import { waitForAnswer } from './demo/waitForAnswer.ts'

/*
 * `npm run demo`: runs the sandbox and the demo app until Ctrl-C. PORT (3000) and SANDBOX_PORT (4000) set their
 * ports, and UPSTREAM (bakkt) sets the app's upstream.
 */
const root = join(import.meta.dirname, '..')
const demoRoot = join(root, 'apps/demo')
const startedAt = Date.now()
const services = createServices()

process.on('SIGINT', () => services.stop(0))
process.on('SIGTERM', () => services.stop(0))
process.on('SIGHUP', () => services.stop(0))

try {
  const ports = await readPorts(process.env)
  const appUrl = `http://localhost:${ports.app}`
  const sandboxUrl = `http://localhost:${ports.sandbox}`

  console.log('Building what changed …')
  await buildPackages(root, services)

  console.log('Starting the sandbox and the app …')
  services.start('sandbox', [join(root, 'packages/sandbox/dist/cli.js')], {
    cwd: root,
    env: { PORT: String(ports.sandbox) },
  })
  services.start('app', [join(demoRoot, 'node_modules/next/dist/bin/next'), 'dev'], {
    cwd: demoRoot,
    env: {
      PORT: String(ports.app),
      NODE_ENV: 'development',
      NEXT_TELEMETRY_DISABLED: '1',
      AUTH_ORIGIN: process.env['AUTH_ORIGIN'] ?? appUrl,
      SANDBOX_URL: sandboxUrl,
      // Two demos on different ports may run in one checkout, but Next.js allows only one per build folder.
      ...(ports.app === 3000 ? {} : { NEXT_DIST_DIR: `.next/port-${ports.app}` }),
    },
  })

  await waitForAnswer(`${sandboxUrl}/inbox`)
  // Requests the page, then the route: the first request compiles them, and no visitor should wait for that.
  await waitForAnswer(appUrl)
  await waitForAnswer(`${appUrl}/api/auth/session`)

  console.log(`
${await describeSteps(appUrl, sandboxUrl)}

  Ready in ${((Date.now() - startedAt) / 1000).toFixed(1)} s. Ctrl-C ends both.
`)
} catch (error) {
  if (!services.isStopping) {
    console.error(error instanceof Error ? error.message : error)
    await services.stop(1)
  }
}
