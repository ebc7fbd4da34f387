import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { packTemporarily } from './pack/packTemporarily.ts'

/*
 * `npm run create ../my-app`: generates an app outside of this repository that does not depend on it. Builds
 * what is stale, packs the packages into the app's `vendor/` folder, and installs. Flags come after two dashes:
 * `npm run create ../my-app -- --framework vite-hono`.
 */
const root = join(import.meta.dirname, '..')
console.log('Building and packing …')
const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
})
if (status === 0) {
  const cli = join(root, 'packages/create/dist/cli.js')
  process.exitCode = await packTemporarily((packed) => {
    const parameters = [cli, ...process.argv.slice(2), '--packages', packed, '--install']
    // On Ctrl-C the command removes what it wrote, and this script waits until it has ended.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
    return spawnSync(process.execPath, parameters, { stdio: 'inherit' }).status ?? 1
  })
} else {
  console.error(stdout)
  process.exitCode = 1
}
