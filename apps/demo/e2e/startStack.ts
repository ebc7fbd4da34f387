import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox } from '@kit/sandbox'
import { findLeaks, readSecrets } from './findLeaks.ts'

const demoRoot = join(import.meta.dirname, '..')

/** The production build of the demo and its sandbox, on free ports. */
export async function startStack(options: startStack.Options = {}) {
  const port = await findFreePort()
  const appUrl = `http://localhost:${port}`
  const sandboxPort = await findFreePort()
  let sandbox = await createSandbox({ strict: options.strict ?? false }).listen({
    port: sandboxPort,
  })
  const folder = await mkdtemp(join(tmpdir(), 'kit-e2e-'))
  const app = startApp({
    AUTH_STORE_FILE: join(folder, 'sessions.sqlite'),
    PORT: String(port),
    AUTH_ORIGIN: appUrl,
    SANDBOX_PORT: `${sandboxPort}`,
    ...options.env,
  })
  let output = ''
  for (const stream of [app.stdout, app.stderr])
    stream?.on('data', (text) => {
      output += text
    })
  await waitForAnswer(`${appUrl}/api/auth/session`, app, () => output)
  // A sandbox loses its state when it stops, so the secrets are read before.
  const secrets = new Set(['sandbox-api-key', appSecret])
  const learnSecrets = async () => {
    for (const secret of await readSecrets(sandbox.url)) secrets.add(secret)
  }

  return {
    appUrl,
    sandboxUrl: sandbox.url,
    /** Returns the app's output so far, and the secrets that it must not contain. */
    async readOutput(): Promise<{ output: string; secrets: string[] }> {
      await learnSecrets()
      return { output, secrets: [...secrets] }
    },
    /** Stops the upstream, so that connections are refused. */
    async stopSandbox(): Promise<void> {
      await learnSecrets()
      await sandbox.close()
    },
    /** Starts the upstream again on the same port, with empty state. */
    async startSandbox(): Promise<void> {
      sandbox = await createSandbox({ strict: options.strict ?? false }).listen({
        port: sandboxPort,
      })
    },
    /** @throws Error if the app has printed a secret in any of the tests. */
    async close(): Promise<void> {
      await learnSecrets()
      app.kill('SIGTERM')
      await once(app, 'exit')
      await rm(folder, { recursive: true, force: true })
      await sandbox.close()
      const leaks = findLeaks(output, [...secrets])
      if (leaks.length > 0) throw new Error(`The app printed ${leaks.join(', ')}:\n${output}`)
    },
  }
}

export declare namespace startStack {
  type Options = {
    /** Whether the sandbox refuses unknown wallets. @default false */
    strict?: boolean
    /** Further variables of the demo. */
    env?: Record<string, string>
  }
}

const appSecret = 'a-secret-for-the-end-to-end-tests-alone'

/** Starts the app with `next start`, as a deployment does. */
function startApp(env: Record<string, string>): ChildProcess {
  return spawn(
    process.execPath,
    [join(demoRoot, 'node_modules/next/dist/bin/next'), 'start', '-H', 'localhost'],
    {
      cwd: demoRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        NODE_ENV: 'production',
        KIT_NOT_PRODUCTION: '1',
        NEXT_DIST_DIR: '.next/e2e',
        NEXT_TELEMETRY_DISABLED: '1',
        AUTH_SECRET: appSecret,
        // Each test has a separate client address, so that the limits of one test do not affect another.
        TRUSTED_PROXY_HOPS: '1',
        ...env,
      },
    },
  )
}

async function waitForAnswer(url: string, app: ChildProcess, readOutput: () => string) {
  while (app.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`The app ended with ${app.exitCode}:\n${readOutput()}`)
}

/** Returns a port that is free at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return address.port
}
