import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { vendorTarballs } from './vendorTarballs.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kit-vendor-'))
  const dependencies = { '@kit/react': '^0.1.0', react: '19.3.1' }
  const manifest = { dependencies, devDependencies: { '@kit/sandbox': '^0.1.0' } }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
})
afterEach(() => rm(folder, { recursive: true }))

test('default', async () => {
  const packed = await mkdtemp(join(tmpdir(), 'kit-packed-'))
  const names = ['kit-react-0.1.0.tgz', 'kit-sandbox-0.1.0.tgz']
  for (const name of [...names, 'kit-server-0.1.0.tgz']) await writeFile(join(packed, name), '')
  await vendorTarballs(folder, packed)
  const react = { '@kit/react': 'file:vendor/kit-react-0.1.0.tgz' }
  const sandbox = { '@kit/sandbox': 'file:vendor/kit-sandbox-0.1.0.tgz' }
  expect(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).toEqual({
    dependencies: { ...react, react: '19.3.1' },
    devDependencies: sandbox,
    // The packages depend on each other, and nothing may come from a registry.
    resolutions: { ...react, ...sandbox },
  })
  expect(await readFile(join(folder, 'pnpm-workspace.yaml'), 'utf8')).toBe(
    `overrides:
  "@kit/react": file:vendor/kit-react-0.1.0.tgz
  "@kit/sandbox": file:vendor/kit-sandbox-0.1.0.tgz
`,
  )
  expect(await readdir(join(folder, 'vendor'))).toEqual(names)
  await rm(packed, { recursive: true })
})

test('behavior: the error names a missing package', async () => {
  const empty = join(folder, 'empty')
  await expect(vendorTarballs(folder, folder)).rejects.toThrow('There is no tarball of @kit/react')
  await expect(vendorTarballs(folder, empty)).rejects.toThrow('ENOENT')
})
