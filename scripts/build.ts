import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/*
 * The build that the demo, the docs, the tests and releases share: compiles the packages, removes the output
 * of deleted sources, joins the styles, and copies the starter to the app generator. Only rebuilds what is
 * stale.
 */
const root = join(import.meta.dirname, '..')
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const { status } = spawnSync(process.execPath, [tsc, '-b'], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(1)
await import('./build/dropStale.ts')
await import('./build/buildStyles.ts')
await import('./build/copyStarter.ts')
