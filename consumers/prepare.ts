import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { createProject } from '@kit/create'
import { writeGuide } from '../scripts/docs/writeGuide.ts'
import { packAll } from '../scripts/pack/packAll.ts'
import { namePackage, nameTarball, packages, version } from '../scripts/pack/tarballs.ts'
import { addFromRegistry } from './addFromRegistry.ts'
import { created } from './created.ts'
import { few } from './few.ts'

/*
 * Packs the packages as they would be published, and installs and builds the apps with them outside of the
 * repository, so that they cannot use its files by accident. Writes their location to `.cache/consumers`.
 * `--all` prepares every app. Names select apps, such as `node consumers/prepare.ts guide-shadcn`.
 */
const isAll = process.argv.includes('--all')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const wanted = named.length > 0 ? named : few
const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const pnpm = ['-y', 'pnpm@12.21.0']

const place = join(root, '.cache/consumers')
const former = await readFile(place, 'utf8').catch(() => undefined)
if (former !== undefined) await rm(former, { recursive: true, force: true })

/** wagmi 2 depends on every SDK, half a gigabyte in total. These apps use none of them. */
const unused = [
  '@base-org/account',
  '@coinbase/wallet-sdk',
  '@gemini-wallet/core',
  '@metamask/sdk',
  '@safe-global/safe-apps-provider',
  '@safe-global/safe-apps-sdk',
  '@walletconnect/ethereum-provider',
  'cbw-sdk',
  'porto',
].map((name) => `  '@wagmi/connectors>${name}': '-'`)

const target = await mkdtemp(join(tmpdir(), 'kit-consumers-'))
await mkdir(join(root, '.cache'), { recursive: true })
await writeFile(place, target)
await cp(join(import.meta.dirname, 'apps'), target, {
  recursive: true,
  filter: (path) => !/node_modules|\.next|\/dist/.test(path) && isWanted(path),
})
for (const { name, ...options } of created)
  if (isAll || wanted.includes(name)) await createProject(join(target, name), options)
// The apps of the guides consist of the code that the guides show.
for (const name of await readdir(target))
  if (name.startsWith('guide-'))
    await writeGuide(
      join(root, 'docs/guides', `${name.slice('guide-'.length)}.md`),
      join(target, name),
    )
await packAll(join(target, 'packed'))
await writeFile(join(target, 'pnpm-workspace.yaml'), describeWorkspace())
await run('npx', [...pnpm, 'install', '--prefer-offline', '--no-frozen-lockfile'], {
  cwd: target,
  // A workspace's package manager may run this script, but its settings must not affect the apps.
  env: { ...plainEnv(), CI: 'true' },
})
if (isAll || wanted.includes('guide-shadcn'))
  await addFromRegistry('sign-in', join(target, 'guide-shadcn'))
await Promise.all([buildAll(/next/), buildAll(/vite|react-router|astro/)])

function isWanted(path: string): boolean {
  const [app = ''] = relative(join(import.meta.dirname, 'apps'), path).split(sep)
  return isAll || app === '' || wanted.includes(app)
}

function describeWorkspace(): string {
  const overrides = packages.map(
    (name) =>
      `  '${namePackage(name)}': 'file:${join(target, 'packed', nameTarball(name, version))}'`,
  )
  return `packages: ['*']
# An app has only the libraries that it lists, so it cannot use the store library of another app.
hoistPattern: ['*', '!ioredis', '!libsql', '!nodemailer', '!pg']
overrides:
${[...overrides, ...unused].join('\n')}
allowBuilds:
  '@reown/appkit': false
  bufferutil: false
  bun: true
  deno: true
  esbuild: false
  keccak: false
  secp256k1: false
  sharp: false
  utf-8-validate: false
`
}

/** The apps are built in turn, because each build already uses two cores. */
async function buildAll(tool: RegExp): Promise<void> {
  for (const name of await readdir(target)) {
    // The page is the same for all five upstreams.
    if (/^created-vite-(?!bakkt)/.test(name)) continue
    const cwd = join(target, name)
    const text = await readFile(join(cwd, 'package.json'), 'utf8').catch(() => '')
    if (!tool.test(/"build": "([\w-]+) build/.exec(text)?.[1] ?? '')) continue
    await run('npm', ['run', 'build'], {
      cwd,
      env: {
        ...plainEnv(),
        NEXT_TELEMETRY_DISABLED: '1',
        NODE_ENV: 'production',
        KIT_NOT_PRODUCTION: '1',
        AUTH_ORIGIN: 'http://localhost:3000',
        AUTH_SECRET: 'a-secret-that-only-the-builds-of-tests-know',
        ASTRO_TELEMETRY_DISABLED: '1',
        BAKKT_URL: 'http://localhost:4000/bakkt',
      },
    })
  }
}

function plainEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:npm|pnpm)_/i.test(name)),
  )
}
