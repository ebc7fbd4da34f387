import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Built, buildPage } from './buildPage.ts'

/**
 * Playwright's global setup: builds each page once, when the first worker asks for it. Each build takes about 7 s of
 * CPU time, and Playwright starts new workers for each project and after each failure.
 *
 * @returns the teardown
 */
export default async function sharePages(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'kit-pages-'))
  const pages = new Map<string, Promise<Built>>()
  const server = createServer(async (request, response) => {
    const versions = new URL(request.url ?? '/', 'http://localhost').searchParams.get('versions')
    const name = versions ?? 'workspace'
    const page = pages.get(name) ?? buildPage(versions ?? undefined, join(folder, name))
    pages.set(name, page)
    try {
      response.end(JSON.stringify(await page))
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Workers inherit the environment.
  process.env[variable] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return async () => {
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Returns the page of the given versions.
 *
 * @param versions - a folder of `versions`. Without one, the workspace's versions are used.
 */
export async function fetchPage(versions: string | undefined): Promise<Built> {
  const url = new URL(process.env[variable] ?? '')
  if (versions !== undefined) url.searchParams.set('versions', versions)
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

const variable = 'KIT_PAGES_URL'
