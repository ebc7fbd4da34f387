import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const folder = import.meta.dirname
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** Finds every file of this package that an import loads. */
async function findFiles(contents: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents, resolveDir: join(folder, '..'), loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
  })
  return Object.keys(metafile.inputs)
}

test('default: the backend itself loads no upstream', async () => {
  const files = await findFiles("export * from './index.ts'")
  expect(files.some((file) => file.endsWith('src/createAuth.ts'))).toBe(true)
  for (const name of names)
    expect(files.filter((file) => file.includes(`/upstreams/${name}/`))).toEqual([])
})

test.for(names)('default: %s loads no other upstream', async (name) => {
  const files = await findFiles(`export * from './upstreams/${name}/index.ts'`)
  expect(files.some((file) => file.endsWith(`/upstreams/${name}/index.ts`))).toBe(true)
  for (const other of names.filter((one) => one !== name))
    expect(files.filter((file) => file.includes(`/upstreams/${other}/`))).toEqual([])
})

test('behavior: the code that parses messages, checks signatures and calls upstreams is loaded at its first use', async () => {
  for (const name of ['bakkt', 'gnosis-pay', 'offblocks', 'self-hosted', 'walt-id']) {
    const early = await findEarlyPackages(
      `export * from './index.ts'\nexport * from './upstreams/${name}/index.ts'`,
    )
    expect(early).toContain('@kit/core')
    const late = /^(?:viem|ethers|undici|@signinwithethereum\/siwe-parser)(?:\/|$)/
    expect(early.filter((path) => late.test(path))).toEqual([])
  }
})

/** Returns the packages that a module imports statically, without those that it imports later. */
async function findEarlyPackages(contents: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents, resolveDir: join(folder, '..'), loader: 'ts' },
    bundle: true,
    splitting: true,
    outdir: 'out',
    format: 'esm',
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
  })
  const early = new Set<string>()
  const read = (path: string) => {
    for (const { path: next, kind, external } of metafile.outputs[path]?.imports ?? []) {
      if (kind === 'dynamic-import' || early.has(next)) continue
      early.add(next)
      if (external !== true) read(next)
    }
  }
  read('out/stdin.js')
  return [...early]
}
