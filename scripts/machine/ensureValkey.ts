import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Finds a `valkey-server`: VALKEY_SERVER_PATH or one on PATH. If there is none and this is Debian, unpacks its
 * package in `.cache/valkey`, which needs no permission and changes nothing on the machine. The package depends on
 * libraries that come with Debian's Redis. Returns `undefined` if there is none.
 */
export function ensureValkey(root: string): string | undefined {
  const folder = join(root, '.cache/valkey')
  const unpacked = join(folder, 'usr/bin/valkey-server')
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, 'valkey-server'))
  const find = () =>
    [process.env['VALKEY_SERVER_PATH'], ...onPath, unpacked].find(
      (path) => path !== undefined && existsSync(path),
    )
  const found = find()
  if (found !== undefined) return found
  unpackPackage(folder)
  return find()
}

/** Downloads the package from Debian's archive, or from the backports of releases that are older than Valkey. */
function unpackPackage(folder: string): void {
  const system = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  const release = /^VERSION_CODENAME=(\w+)$/m.exec(system)?.[1]
  if (release === undefined || !/^ID=debian$/m.test(system)) return
  console.log('Unpacking valkey-server …')
  mkdirSync(join(folder, 'lists/partial'), { recursive: true })
  mkdirSync(join(folder, 'archives/partial'), { recursive: true })
  const sources = [release, `${release}-backports`].map((suite) => `${archive} ${suite} main\n`)
  writeFileSync(join(folder, 'sources.list'), sources.join(''))
  const options = [
    `Dir::Etc::sourcelist=${join(folder, 'sources.list')}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(folder, 'lists')}`,
    `Dir::Cache=${folder}`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option])
  const run = (name: string, ...parameters: string[]) =>
    spawnSync(name, parameters, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  run('apt-get', ...options, '-qq', 'update')
  run('apt-get', ...options, '-qq', 'download', 'valkey-server', 'valkey-tools')
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.deb')))
    run('dpkg', '--extract', name, '.')
  rmSync(join(folder, 'lists'), { recursive: true })
}

const archive =
  'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian'
