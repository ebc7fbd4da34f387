import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8')
const names = readdirSync(join(root, 'packages'))

/** The first column of the table below a package's heading. */
function listDocumented(name: string): string[] {
  const section = page.split(`\n## @kit/${name}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| (`[^|]+?) \|/gm)].map(([, cell = '']) => cell)
}

interface Manifest {
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

/** Returns the names that the page must list. */
function listDeclared(name: string): string[] {
  const file = join(root, 'packages', name, 'package.json')
  const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'))
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest
  const peers = Object.keys(peerDependencies).map(
    (peer) => `\`${peer}\` (peer${peerDependenciesMeta[peer]?.optional ? ', optional' : ''})`,
  )
  return [...Object.keys(dependencies).map((dependency) => `\`${dependency}\``), ...peers]
}

test.each(names)('default: docs/dependencies.md names exactly the dependencies of %s', (name) => {
  expect(page).toContain(`\n## @kit/${name}\n`)
  expect(listDocumented(name).toSorted()).toEqual(listDeclared(name).toSorted())
})

test('behavior: each row has a reason and a cost', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  for (const row of rows)
    expect(
      row.split('|').filter((cell) => cell.trim() !== ''),
      row,
    ).toHaveLength(3)
})
