import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

test('default: offline verification runs in a browser and loads nothing that contains a secret', async () => {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: "export { verifyOffline } from './offline.ts'",
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@kit/source'],
  })
  expect(outputFiles[0]?.text).not.toContain('node:')
  const files = Object.keys(metafile.inputs).filter((file) => file.startsWith('packages/server/'))
  expect(files.some((file) => file.endsWith('bitbadges/verifyOffline.ts'))).toBe(true)
  expect(files.filter((file) => /Secret|createUpstreamFetch|store/.test(file))).toEqual([])
})

test('behavior: the entry point of offline verification resolves in browsers', async () => {
  const name = '@kit/server/upstreams/bitbadges/offline'
  const { outputFiles } = await build({
    stdin: {
      contents: `export { verifyOffline } from '${name}'`,
      resolveDir: join(import.meta.dirname, '../../..'),
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['@kit/source'],
  })
  expect(outputFiles[0]?.text).not.toContain('holds secrets')
})
