import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const target = readFileSync(join(import.meta.dirname, '../.cache/consumers'), 'utf8')

/** Starts an app and waits until it answers. */
export async function startApp(
  name: string,
  { port, env, path = '/' }: { port: number; env: Record<string, string>; path?: string },
): Promise<{ url: string; close: () => Promise<void> }> {
  const cwd = join(target, name)
  const [command = '', ...parameters] = createCommand(name, port)
  const child = spawn(command, parameters, {
    cwd,
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      NODE_ENV: 'production',
      KIT_NOT_PRODUCTION: '1',
      PORT: String(port),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      output += text
    })
  const url = `http://localhost:${port}`
  while (!(await fetch(`${url}${path}`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}:\n${output}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    close: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Bun and Deno run their apps, and Node runs the others. */
function createCommand(name: string, port: number): string[] {
  if (name === 'bun') return ['node_modules/.bin/bun', 'server.js']
  // Runs the binary directly. The package's command would start it as a child process that outlives the
  // command.
  if (name === 'deno')
    return ['node_modules/deno/deno', 'run', '--allow-net', '--allow-env', 'server.js']
  const node = process.execPath
  if (['node', 'express', 'hono'].includes(name)) return [node, 'server.js']
  if (['guide-vite-hono', 'guide-express', 'guide-fastify'].includes(name))
    return [node, 'server.ts']
  if (name === 'guide-astro') return [node, 'dist/server/entry.mjs']
  if (name === 'guide-react-router')
    return [node, 'node_modules/@react-router/serve/bin.cjs', 'build/server/index.js']
  if (/^(?:next$|guide-next|guide-shadcn)/.test(name))
    return [node, 'node_modules/next/dist/bin/next', 'start', '-H', 'localhost', '-p', `${port}`]
  return [
    node,
    'node_modules/vite/bin/vite.js',
    'preview',
    '--host',
    'localhost',
    '--port',
    `${port}`,
  ]
}
