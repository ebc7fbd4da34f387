import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { OutputChunk } from 'rolldown'
import { bundleSource } from '../../scripts/sizes/bundleSource.ts'

/**
 * A served page. Its script is built as an app would ship it: bundled by Vite's bundler, minified, split and
 * sent as gzip.
 */
export interface ServedPage {
  readonly url: string
  /** The modules of each script and their bytes, by the script's path. */
  readonly scripts: ReadonlyMap<string, Readonly<Record<string, number>>>
  close(): void
}

/**
 * Bundles and serves a page.
 *
 * @param page.source - TSX that renders into `#root`.
 * @param page.folder - where its imports are resolved from.
 * @param page.styles - the file of a stylesheet.
 * @param page.createBackend - answers below `/api`, for the page's own origin.
 */
export async function servePage(page: servePage.Parameters): Promise<ServedPage> {
  const chunks = await bundleSource({
    source: page.source,
    path: join(page.folder, 'page.tsx'),
    names: { entryFileNames: 'page.js', chunkFileNames: '[name]-[hash].js' },
  })
  const files = new Map(
    chunks.map(({ fileName, code }) => [`/${fileName}`, { type: 'text/javascript', text: code }]),
  )
  const styles = page.styles === undefined ? '' : readFileSync(page.styles, 'utf8')
  if (styles !== '') files.set('/page.css', { type: 'text/css', text: styles })
  files.set('/', { type: 'text/html', text: createHtml(styles !== '') })
  const packed = new Map(
    [...files].map(([path, { type, text }]) => [
      path,
      { type, body: gzipSync(text, { level: 9 }) },
    ]),
  )

  let answer: RequestListener = (_, response) => response.writeHead(404).end()
  const server = createServer((request, response) => {
    const { url = '/' } = request
    const file = packed.get(url)
    if (file === undefined) return answer(request, response)
    response
      .writeHead(200, { 'content-type': file.type, 'content-encoding': 'gzip' })
      .end(file.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  answer = page.createBackend?.(url) ?? answer
  return {
    url,
    scripts: new Map(chunks.map((chunk) => [`/${chunk.fileName}`, weighModules(chunk)])),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

export declare namespace servePage {
  type Parameters = {
    source: string
    folder: string
    styles?: string | undefined
    createBackend?: ((origin: string) => RequestListener) | undefined
  }
}

function weighModules({ modules }: OutputChunk): Record<string, number> {
  return Object.fromEntries(
    Object.entries(modules).map(([name, { renderedLength }]) => [name, renderedLength]),
  )
}

function createHtml(hasStyles: boolean): string {
  const styles = hasStyles ? '<link rel="stylesheet" href="/page.css">' : ''
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title><link rel="icon" href="data:,">${styles}<div id="root"></div><script type="module" src="/page.js"></script></html>`
}
