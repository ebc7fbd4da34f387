import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type CDPSession, chromium, type Page } from '@playwright/test'
import { build } from 'esbuild'

/** A page of one script, bundled as an app would have it, in a browser of its own. */
export interface OpenPage {
  page: Page
  devtools: CDPSession
  /** Loads the page. */
  load(): Promise<void>
  close(): Promise<void>
}

/**
 * Bundles, serves and opens.
 *
 * @param source - TSX that renders into `#root`.
 * @param folder - where its imports are resolved from.
 * @param answers - JSON by path, for what the page asks its backend.
 */
export async function openPage(
  source: string,
  folder: string,
  answers: Readonly<Record<string, unknown>> = {},
): Promise<OpenPage> {
  const files = await bundle(source, folder)
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost')
    const file = files.get(pathname)
    if (file !== undefined) {
      const type = pathname.endsWith('.css') ? 'text/css' : 'text/javascript'
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(file)
    } else if (pathname in answers)
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(answers[pathname]))
    else if (pathname === '/')
      response.writeHead(200, { 'content-type': 'text/html' }).end(createHtml(files))
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--no-first-run'],
  })
  const page = await browser.newPage()
  const devtools = await page.context().newCDPSession(page)
  return {
    page,
    devtools,
    load: async () => {
      await page.goto(`http://localhost:${port}/`, { waitUntil: 'networkidle' })
    },
    close: async () => {
      await browser.close()
      server.close()
    },
  }
}

async function bundle(source: string, folder: string): Promise<Map<string, Buffer>> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: folder, loader: 'tsx' },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    conditions: ['@kit/source'],
    outdir: '/',
    entryNames: 'page',
    write: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  })
  return new Map(
    outputFiles.map(({ path, contents }) => [
      `/${path.split(/[\\/]/).at(-1)}`,
      gzipSync(contents, { level: 9 }),
    ]),
  )
}

function createHtml(files: ReadonlyMap<string, unknown>): string {
  const styles = files.has('/page.css') ? '<link rel="stylesheet" href="/page.css">' : ''
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title><link rel="icon" href="data:,">${styles}<div id="root"></div><script type="module" src="/page.js"></script></html>`
}

/** The stylesheet of `@kit/react`, as it is published. */
export const styles = join(import.meta.dirname, '../../packages/react/dist/styles.css')
