import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const server = join(import.meta.dirname, '../../packages/server')

/** A Worker that signs people in, as in `docs/guides/cloudflare-workers.md`, without a client for its store. */
const worker = `
import { createAuth, memoryStore } from './src/index.ts'
import { bakkt } from './src/upstreams/bakkt/index.ts'
export default {
  fetch: (request, env) =>
    createAuth({ ...env, upstream: bakkt(env), store: memoryStore() }).handler(request),
}`

async function bundleWorker(splitting: boolean) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: worker, resolveDir: server, loader: 'ts' },
    bundle: true,
    splitting,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['@kit/source', 'workerd', 'worker'],
    // `nodejs_compat`, which `docs/guides/cloudflare-workers.md` sets, brings `buffer`.
    external: ['node:*', 'buffer'],
    define: { 'process.env.NODE_ENV': '"production"' },
    outdir: server,
    metafile: true,
    write: false,
  })
  return {
    gzipBytes: (name: RegExp) =>
      outputFiles
        .filter(({ path }) => name.test(path))
        .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0),
    files: Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)),
  }
}

test('default: the bundle of a Worker is below 155 kB of gzip and does not include ethers', async () => {
  const { gzipBytes, files } = await bundleWorker(false)
  expect(files.some((file) => file.endsWith('createAuth.ts'))).toBe(true)
  expect(files.filter((file) => /node_modules\/(?:ethers|siwe|undici)\//.test(file))).toEqual([])
  expect(gzipBytes(/./)).toBeLessThan(155_000)
})

test('behavior: two thirds of the bundle are loaded only to read a message or check a signature', async () => {
  const { gzipBytes } = await bundleWorker(true)
  expect(gzipBytes(/stdin\.js$/)).toBeLessThan(50_000)
})
