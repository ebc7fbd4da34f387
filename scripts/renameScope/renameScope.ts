import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { namePackage } from '../pack/tarballs.ts'

/** The scope that the packages have now. */
export const [current = ''] = namePackage('core').split('/')

/**
 * Changes the scope of every package in a repository, and returns the number of changed files.
 *
 * @throws if the scope is not one that a registry accepts.
 */
export function renameScope(root: string, scope: string): number {
  if (!/^@[a-z\d][a-z\d-]*$/.test(scope))
    throw new Error(`"${scope}" is not a scope. Write it as in: node scripts/renameScope.ts @acme`)
  const files = execFileSync('git', ['grep', '-lzI', '-e', current, '-e', `${current.slice(1)}-`], {
    cwd: root,
    encoding: 'utf8',
  }).split('\0')
  let count = 0
  for (const file of files) {
    if (file === '' || file.includes(kept)) continue
    const path = join(root, file)
    const text = readFileSync(path, 'utf8')
    const renamed = text
      .replaceAll(new RegExp(`${current}(?![\\w-])`, 'g'), scope)
      // The names of packed packages.
      .replaceAll(
        new RegExp(`${current.slice(1)}(?=-(?:react|server|sandbox)-\\d)`, 'g'),
        scope.slice(1),
      )
    if (renamed === text) continue
    writeFileSync(path, renamed)
    count += 1
  }
  return count
}

/** The test that no page installs a package of the first scope, which belongs to another publisher. */
const kept = 'foreignCode'
