import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import {
  overrideVendored,
  overrideVendoredForPnpm,
} from '../packages/create/src/overrideVendored.ts'
import { withoutPackageManager } from '../packages/create/src/withoutPackageManager.ts'
import { packTemporarily } from './pack/packTemporarily.ts'
import { readPeers } from './pack/readPeers.ts'
import { namePackage, nameTarball, version } from './pack/tarballs.ts'

/*
 * `npm run add ../my-app`: installs the Kit into an existing app. The packages are not on a registry yet, and
 * packages with their names on a registry belong to somebody else. So this builds what is stale, packs it into
 * `vendor/` of the app, and installs it from there, together with wagmi, viem and TanStack Query; `--
 * --email-only` leaves these out. If the app has a lock file of pnpm, Yarn or Bun, this only writes
 * `package.json`, and the user installs.
 */
const root = join(import.meta.dirname, '..')
const [given] = process.argv.slice(2).filter((text) => !text.startsWith('--'))
const isEmailOnly = process.argv.includes('--email-only')
const folder = resolve(given ?? '.')
if (given === undefined || !existsSync(join(folder, 'package.json'))) {
  console.error(
    given === undefined
      ? 'Name the folder of your app: npm run add ../my-app'
      : `${folder} has no package.json. For a new app: npm run create ${given}`,
  )
  process.exit(1)
}

console.log('Building and packing …')
run(process.execPath, [join(root, 'scripts/build.ts')], root)
const peers = isEmailOnly ? {} : await readPeers(root)
const [forUsers, forDevelopment] = await packTemporarily(async (packed) => [
  await copyTarballs(packed, ['core', 'react', 'server']),
  await copyTarballs(packed, ['sandbox', 'testing']),
])
await list('devDependencies', toFiles(forDevelopment))
const manager = findManager()
if (manager === 'npm') {
  // This also installs the development dependencies, because the manifest already lists them.
  const ranges = Object.entries(peers).map(([name, range]) => `${name}@${range}`)
  const files = Object.values(forUsers).map((file) => `./${file}`)
  run('npm', ['install', '--no-audit', '--no-fund', '--save', ...files, ...ranges], folder)
} else {
  await list('dependencies', { ...peers, ...toFiles(forUsers) })
  const files = toFiles({ ...forUsers, ...forDevelopment })
  await overrideVendored(folder, files)
  if (manager === 'pnpm') await overrideVendoredForPnpm(folder, files)
}
console.log(
  `\nThe Kit is in ${folder}. ${manager === 'npm' ? '' : `Run \`${manager} install\` there. `}Commit vendor/ and package.json. The app no longer needs this clone.`,
)

/** The package manager whose lock file the app has. */
function findManager(): 'npm' | 'pnpm' | 'yarn' | 'bun' {
  const has = (file: string) => existsSync(join(folder, file))
  if (has('pnpm-lock.yaml')) return 'pnpm'
  if (has('yarn.lock')) return 'yarn'
  return has('bun.lock') || has('bun.lockb') ? 'bun' : 'npm'
}

function toFiles(paths: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, `file:${path}`]))
}

/** Copies the tarballs of packages into the app. Returns the copies' paths by the packages' names. */
async function copyTarballs(
  packed: string,
  names: readonly string[],
): Promise<Record<string, string>> {
  await mkdir(join(folder, 'vendor'), { recursive: true })
  const paths: Record<string, string> = {}
  for (const name of names) {
    const file = nameTarball(name, version)
    await cp(join(packed, file), join(folder, 'vendor', file))
    paths[namePackage(name)] = `vendor/${file}`
  }
  return paths
}

/** Adds packages to the app's manifest. */
async function list(
  kind: 'dependencies' | 'devDependencies',
  added: Readonly<Record<string, string>>,
): Promise<void> {
  const file = join(folder, 'package.json')
  const text = await readFile(file, 'utf8')
  const manifest: Partial<Record<typeof kind, Record<string, string>>> = JSON.parse(text)
  manifest[kind] = Object.fromEntries(
    Object.entries({ ...manifest[kind], ...added }).toSorted(([one], [other]) =>
      one < other ? -1 : 1,
    ),
  )
  const indent = /\n(\s+)"/.exec(text)?.[1] ?? '  '
  await writeFile(file, `${JSON.stringify(manifest, null, indent)}\n`)
}

function run(command: string, parameters: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, parameters, {
    cwd,
    env: withoutPackageManager(),
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) process.exit(status ?? 1)
}
