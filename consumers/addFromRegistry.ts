import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createRegistry } from '../scripts/docs/createRegistry.ts'

/**
 * Adds an item of the Kit's shadcn registry to an app, as `npx shadcn add <url>/r/<item>.json` does, from a
 * server on this machine. The server also stands in for shadcn's registry and serves the components that the
 * app already has.
 */
export async function addFromRegistry(item: string, app: string): Promise<void> {
  const items = await createRegistry(join(import.meta.dirname, '..'))
  const server = createServer(async ({ url = '' }, response) => {
    const name = url.split('/').at(-1) ?? ''
    const text = items[name] ?? (await standIn(url, app))
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(text)
  }).listen(0, 'localhost')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const registry = `http://localhost:${port}/r`
  const cli = join(app, 'node_modules/shadcn/dist/index.js')
  await promisify(execFile)(
    process.execPath,
    [cli, 'add', `${registry}/${item}.json`, '--yes', '--overwrite'],
    { cwd: app, env: { PATH: process.env['PATH'], HOME: app, REGISTRY_URL: registry, CI: 'true' } },
  ).finally(() => server.close())
}

/**
 * Returns an answer of shadcn's registry: a component from the app's folder, or a base colour, which the app
 * already has.
 */
async function standIn(url: string, app: string): Promise<string | undefined> {
  if (url.startsWith('/r/colors/')) return JSON.stringify(noColors)
  const name = url.split('/').at(-1)?.replace('.json', '') ?? ''
  const content = await readFile(join(app, `components/ui/${name}.tsx`), 'utf8').catch(() => '')
  const file = { path: `ui/${name}.tsx`, type: 'registry:ui', content }
  if (content !== '') return JSON.stringify({ name, type: 'registry:ui', files: [file] })
  return undefined
}

const noColors = {
  inlineColors: { light: {}, dark: {} },
  cssVars: { light: {}, dark: {} },
  inlineColorsTemplate: '',
  cssVarsTemplate: '',
}
