import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createSandbox } from '@kit/sandbox'
import { command } from './command.js'

/**
 * Starts the sandbox, then the app. Port 0 means any free port.
 *
 * @throws Error that names the variable of a port that is in use.
 */
export async function startDevelopment({ port = 0, sandboxPort = 0, env = {} } = {}) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(
      `The app needs Node 20.19, 22 or 24, but this is Node ${process.versions.node}. Install one of them from https://nodejs.org.`,
    )
  const appPort = await findPort(port, 'PORT')
  const sandbox = await createSandbox().listen({
    port: await findPort(sandboxPort, 'SANDBOX_PORT'),
  })
  const appUrl = `http://localhost:${appPort}`
  const app = spawn(process.execPath, command, {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...env,
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'development',
      PORT: String(appPort),
      SANDBOX_PORT: new URL(sandbox.url).port,
      SANDBOX_SMTP_PORT: new URL(sandbox.smtpUrl).port,
      AUTH_ORIGIN: appUrl,
    },
  })
  while (app.exitCode === null && app.signalCode === null) {
    const answer = await fetch(`${appUrl}/api/auth/session`).catch(() => undefined)
    if (answer !== undefined) {
      // An app whose backend has an error also counts as running. It shows the error and waits for the next
      // change.
      const { methods } = answer.ok ? await answer.json() : { methods: [] }
      return { app, appUrl, sandboxUrl: sandbox.url, methods, close }
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await sandbox.close()
  throw new Error(`The app ended (${app.signalCode ?? `exit code ${app.exitCode}`}).`)

  async function close() {
    const ended = once(app, 'exit')
    app.kill('SIGTERM')
    await ended
    await sandbox.close()
  }
}

/** Returns the port if it is free, and any free port for 0. */
async function findPort(wanted, variable) {
  const server = createServer()
  server.listen(wanted)
  await once(server, 'listening').catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new Error(
      `Port ${wanted} is in use. Stop the program that uses it, or set ${variable} to another port.`,
    )
  })
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
