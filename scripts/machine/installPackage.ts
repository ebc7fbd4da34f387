import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Installs a Debian package if this is Debian and we have permission. Returns whether it succeeded. */
export function installPackage(name: string): boolean {
  if (!existsSync('/usr/bin/apt-get')) return false
  console.log(`Installing ${name} …`)
  run('apt-get', 'update', '-qq')
  return run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', name)
}

/** Runs a command as root, or with a `sudo` that does not ask for a password. */
function run(...command: string[]): boolean {
  const [name = '', ...parameters] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command]
  const { status } = spawnSync(name, parameters, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}
