import { createServer } from 'node:net'

/**
 * The two ports of the demo, both free.
 *
 * @throws Error with one sentence when a port is not a port, is taken, or both are the same.
 */
export async function readPorts(
  env: Record<string, string | undefined>,
): Promise<{ app: number; sandbox: number }> {
  const app = parsePort('PORT', env['PORT'] || '3000')
  const sandbox = parsePort('SANDBOX_PORT', env['SANDBOX_PORT'] || '4000')
  if (app === sandbox)
    throw new Error(`PORT and SANDBOX_PORT are both ${app}: give each its own, then start again.`)
  await assertFree('PORT', app)
  await assertFree('SANDBOX_PORT', sandbox)
  return { app, sandbox }
}

function parsePort(name: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65535)
    throw new Error(`${name} is "${text}", but a port is a number from 1 to 65535.`)
  return port
}

async function assertFree(name: string, port: number): Promise<void> {
  // Something may hold one address family or the loopback alone, and still answer to `localhost`.
  for (const host of [undefined, '127.0.0.1', '::1']) {
    const code = await tryToListen(port, host)
    if (code === 'EADDRINUSE')
      throw new Error(`Port ${port} is in use: end what runs there, or choose another by ${name}.`)
    if (code === 'EACCES')
      throw new Error(`Port ${port} may not be opened by this user: choose another by ${name}.`)
  }
}

/** The error's code, or `undefined` when the port could be opened. A missing IPv6 is no obstacle. */
function tryToListen(port: number, host: string | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
