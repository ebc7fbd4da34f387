import { createServer } from 'node:net'

/**
 * Reads the two ports of the demo and checks that they are free.
 *
 * @throws Error with one sentence if a port is invalid or taken, or if both are the same.
 */
export async function readPorts(
  env: Record<string, string | undefined>,
): Promise<{ app: number; sandbox: number }> {
  const app = parsePort('PORT', env['PORT'] || '3000')
  const sandbox = parsePort('SANDBOX_PORT', env['SANDBOX_PORT'] || '4000')
  if (app === sandbox)
    throw new Error(
      `PORT and SANDBOX_PORT are both ${app}: give each a different port, then start again.`,
    )
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
  // Another program may listen on only one address family or only the loopback, and still answer to
  // `localhost`.
  for (const host of [undefined, '127.0.0.1', '::1']) {
    const code = await tryToListen(port, host)
    if (code === 'EADDRINUSE')
      throw new Error(
        `Port ${port} is in use. Stop the program that uses it, or set ${name} to another port.`,
      )
    if (code === 'EACCES')
      throw new Error(`This user may not open port ${port}: set ${name} to another port.`)
  }
}

/** Returns the error's code, or `undefined` if the port could be opened. A machine without IPv6 is fine. */
function tryToListen(port: number, host: string | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
