import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { renameScope } from './renameScope/renameScope.ts'

/*
 * `node scripts/renameScope.ts @acme`: gives every package another scope, in code, configuration and docs, so
 * that a fork publishes under its own name. Afterwards: `pnpm install`, `npm run lint:fix`, `npm test`.
 */
const [scope = ''] = process.argv.slice(2)
const root = join(import.meta.dirname, '..')
const { status, stdout } = spawnSync('git', ['status', '--porcelain'], {
  cwd: root,
  encoding: 'utf8',
})
if (status !== 0 || stdout !== '') {
  console.error('Commit your changes first, so that the new scope is one commit.')
  process.exit(1)
}
try {
  const count = renameScope(root, scope)
  console.log(`${count} files changed. Next: pnpm install, npm run lint:fix, npm test.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
