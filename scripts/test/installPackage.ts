import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Installs a Debian package, where this is Debian and we may. Says whether it could. */
export function installPackage(name: string): boolean {
  if (!existsSync('/usr/bin/apt-get')) return false
  console.log(`Installing ${name} …`)
  run('apt-get', 'update', '-qq')
  return run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', name)
}

/** As root, or by a `sudo` that asks nothing. */
function run(...command: string[]): boolean {
  const [name = '', ...parameters] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command]
  const { status } = spawnSync(name, parameters, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}
