import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const folder = import.meta.dirname
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** Every file of ours that comes along with what is imported. */
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

test('default: the backend itself brings no upstream', async () => {
  const files = await findFiles("export * from './index.ts'")
  expect(files.some((file) => file.endsWith('src/createAuth.ts'))).toBe(true)
  for (const name of names)
    expect(files.filter((file) => file.includes(`/upstreams/${name}/`))).toEqual([])
})

test.for(names)('default: %s brings no other upstream', async (name) => {
  const files = await findFiles(`export * from './upstreams/${name}/index.ts'`)
  expect(files.some((file) => file.endsWith(`/upstreams/${name}/index.ts`))).toBe(true)
  for (const other of names.filter((one) => one !== name))
    expect(files.filter((file) => file.includes(`/upstreams/${other}/`))).toEqual([])
})
