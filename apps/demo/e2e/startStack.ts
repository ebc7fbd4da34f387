import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createSandbox } from '@kit/sandbox'

const demoRoot = join(import.meta.dirname, '..')

/** The production build of the demo and a sandbox of its own, on free ports. */
export async function startStack(options: startStack.Options = {}) {
  const port = await findFreePort()
  const appUrl = `http://localhost:${port}`
  const sandboxPort = await findFreePort()
  let sandbox = await createSandbox({ strict: options.strict ?? false }).listen({
    port: sandboxPort,
  })
  const app = startApp({
    PORT: String(port),
    AUTH_ORIGIN: appUrl,
    SANDBOX_PORT: `${sandboxPort}`,
    ...options.env,
  })
  await waitForAnswer(`${appUrl}/api/auth/session`, app)

  return {
    appUrl,
    sandboxUrl: sandbox.url,
    /** The upstream goes away: connections are refused. */
    async stopSandbox(): Promise<void> {
      await sandbox.close()
    },
    /** The upstream comes back, on the same port, with nothing in its memory. */
    async startSandbox(): Promise<void> {
      sandbox = await createSandbox({ strict: options.strict ?? false }).listen({
        port: sandboxPort,
      })
    },
    async close(): Promise<void> {
      app.kill('SIGTERM')
      await once(app, 'exit')
      await sandbox.close()
    },
  }
}

export declare namespace startStack {
  type Options = {
    /** Whether the sandbox knows only its own users' wallets. @default false */
    strict?: boolean
    /** Further variables of the demo. */
    env?: Record<string, string>
  }
}

/** `next start`, as a deployment runs it. What it prints is kept for the error message. */
export function startApp(env: Record<string, string>): ChildProcess {
  return spawn(
    process.execPath,
    [join(demoRoot, 'node_modules/next/dist/bin/next'), 'start', '-H', 'localhost'],
    {
      cwd: demoRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        NEXT_DIST_DIR: '.next/e2e',
        NEXT_TELEMETRY_DISABLED: '1',
        AUTH_SECRET: 'a-secret-for-the-end-to-end-tests-alone',
        // Each test has a client address of its own, so that limits of one do not meet another.
        TRUSTED_PROXY_HOPS: '1',
        ...env,
      },
    },
  )
}

async function waitForAnswer(url: string, app: ChildProcess): Promise<void> {
  let output = ''
  app.stdout?.on('data', (text) => {
    output += text
  })
  app.stderr?.on('data', (text) => {
    output += text
  })
  while (app.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`The app ended with ${app.exitCode}:\n${output}`)
}

/** A port that nothing listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port to be had.')
  return address.port
}
