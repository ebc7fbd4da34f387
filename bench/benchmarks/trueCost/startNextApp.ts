import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { App } from './apps.ts'

const root = join(import.meta.dirname, '../../..')
const next = join(root, 'apps/demo/node_modules/next')

/** Builds an app for production with Next.js and starts it. */
export async function startNextApp(
  app: App,
  backendUrl: string,
  port: number,
): Promise<() => void> {
  const folder = join(root, '.cache/bench', app.name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'app'), { recursive: true })
  linkPackages(app.folder, join(folder, 'node_modules'))
  const styles = app.stylesheet === undefined ? '' : `import '${app.stylesheet}'\n`
  const files = {
    'package.json': JSON.stringify({ name: app.name, private: true }),
    'next.config.mjs': `export default {
  turbopack: { root: ${JSON.stringify(root)}, resolveAlias: ${JSON.stringify(absent)} },
  rewrites: async () => [{ source: '/api/:path*', destination: '${backendUrl}/api/:path*' }],
}`,
    'absent.cjs': 'module.exports = {}',
    'app/App.jsx': `'use client'\n${app.source}`,
    'app/page.jsx': `import App from './App'\nexport default function Page() { return <App /> }`,
    'app/layout.jsx': `${styles}export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>
}`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  const command = join(next, 'dist/bin/next')
  execFileSync(process.execPath, [command, 'build'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const server = spawn(process.execPath, [command, 'start', '-p', String(port)], {
    cwd: folder,
    env,
    stdio: 'ignore',
  })
  await waitFor(app.name, `http://localhost:${port}`, server)
  return () => void server.kill()
}

/** Optional modules that a peer imports lazily. */
const absent = Object.fromEntries(
  ['core/client', 'evm', 'evm/exact/client', 'evm/upto/client', 'svm/exact/client'].map((path) => [
    `@x402/${path}`,
    './absent.cjs',
  ]),
)

/** Links each package by its real path, because Turbopack does not follow a link within a link. */
function linkPackages(from: string, to: string): void {
  const installed = join(from, 'node_modules')
  const names = readdirSync(installed)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@')
        ? readdirSync(join(installed, name)).map((one) => join(name, one))
        : name,
    )
  const packages = new Map(names.map((name) => [name, join(installed, name)]))
  // Next.js itself comes from the demo's dependencies.
  packages.set('next', next)
  for (const [name, path] of packages) {
    mkdirSync(dirname(join(to, name)), { recursive: true })
    symlinkSync(realpathSync(path), join(to, name))
  }
}

async function waitFor(name: string, url: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${name} ended with ${server.exitCode}.`)
}
