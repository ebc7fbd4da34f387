import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { packAll } from './pack/packAll.ts'

/*
 * `npm run create ../my-app`: generates an app outside of this repository that does not depend on it. Builds
 * what is stale, packs the packages into the app's `vendor/` folder, and installs. Flags follow two dashes:
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
  await mkdir(join(root, '.cache'), { recursive: true })
  const packed = await mkdtemp(join(root, '.cache/packed-'))
  await packAll(packed)
  const cli = join(root, 'packages/create/dist/cli.js')
  const parameters = [cli, ...process.argv.slice(2), '--packages', packed, '--install']
  // On Ctrl-C the command removes what it wrote. This waits for it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
  process.exitCode = spawnSync(process.execPath, parameters, { stdio: 'inherit' }).status ?? 1
  await rm(packed, { recursive: true })
} else {
  console.error(stdout)
  process.exitCode = 1
}
