import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { overrideVendored, overrideVendoredForPnpm } from './overrideVendored.ts'

const files = { '@kit/core': 'file:vendor/kit-core-0.1.0.tgz' }

async function makeApp(others: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kit-app-'))
  const all = { 'package.json': '{\n  "resolutions": { "left": "1.0.0" }\n}\n', ...others }
  for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text)
  return folder
}

test('default: the manifest overrides the packages, and keeps its other overrides', async () => {
  const folder = await makeApp({})
  await overrideVendored(folder, files)
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  expect(manifest).toEqual({ resolutions: { left: '1.0.0', ...files } })
})

test("behavior: pnpm's file gets the overrides only once", async () => {
  const folder = await makeApp({ 'pnpm-workspace.yaml': 'packages: []' })
  await overrideVendoredForPnpm(folder, files)
  await overrideVendoredForPnpm(folder, files)
  expect(await readFile(join(folder, 'pnpm-workspace.yaml'), 'utf8')).toBe(
    'packages: []\noverrides:\n  "@kit/core": file:vendor/kit-core-0.1.0.tgz\n',
  )
})

test('behavior: existing overrides stay as they are, and the error says what to add', async () => {
  const former = 'overrides:\n  left: 1.0.0\n'
  const folder = await makeApp({ 'pnpm-workspace.yaml': former })
  await expect(overrideVendoredForPnpm(folder, files)).rejects.toThrow('"@kit/core": file:vendor/')
  expect(await readFile(join(folder, 'pnpm-workspace.yaml'), 'utf8')).toBe(former)
})
