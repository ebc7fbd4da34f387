import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { current, renameScope } from './renameScope.ts'

const root = join(import.meta.dirname, '../..')
const git = (cwd: string, ...parameters: string[]) =>
  spawnSync('git', parameters, { cwd, encoding: 'utf8' }).stdout

test('default: every package, import and page has the new scope, except in known files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kit-scope-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  git(root, 'clone', '--quiet', '--depth=1', `file://${root}`, folder)
  expect(renameScope(folder, '@another')).toBeGreaterThan(300)
  const rest = git(folder, 'grep', '-lE', `${current}([^a-zA-Z0-9_-]|$)`).trim().split('\n')
  expect(rest.filter((file) => !file.includes('foreignCode'))).toEqual([])
  const manifest = await readFile(join(folder, 'packages/react/package.json'), 'utf8')
  expect(JSON.parse(manifest).name).toBe('@another/react')
})

test('errors: a scope that a registry would refuse is refused before a file changes', () => {
  for (const scope of ['', 'acme', '@', '@Acme', '@acme/kit'])
    expect(() => renameScope(root, scope)).toThrow('is not a scope')
})
