import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createProject } from 'create-kit'
import { created } from './created.ts'
import { namePackage, nameTarball, packages, version } from './tarballs.ts'

/*
 * Packs the packages as they are published, and installs and builds the apps from them, outside of the
 * repository so that nothing of it is found by chance. Where they are is written to `.cache/consumers`.
 */
const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const pnpm = ['-y', 'pnpm@12.21.0']

const place = join(root, '.cache/consumers')
const former = await readFile(place, 'utf8').catch(() => undefined)
if (former !== undefined) await rm(former, { recursive: true, force: true })

const target = await mkdtemp(join(tmpdir(), 'kit-consumers-'))
await mkdir(join(root, '.cache'), { recursive: true })
await writeFile(place, target)
await cp(join(import.meta.dirname, 'apps'), target, {
  recursive: true,
  filter: (path) => !/node_modules|\.next|\/dist/.test(path),
})
for (const { name, ...options } of created) await createProject(join(target, name), options)
await Promise.all(packages.map(pack))
await writeFile(join(target, 'pnpm-workspace.yaml'), describeWorkspace())
await run('npx', [...pnpm, 'install', '--prefer-offline', '--no-frozen-lockfile'], {
  cwd: target,
  // What runs this script is itself a script of a workspace: its settings are not the apps'.
  env: { ...plainEnv(), CI: 'true' },
})
await Promise.all([buildAll('next'), buildAll('vite')])

async function pack(name: string): Promise<void> {
  await run('npx', [...pnpm, 'pack', '--pack-destination', join(target, 'packed')], {
    cwd: join(root, 'packages', name),
  })
}

function describeWorkspace(): string {
  const overrides = packages.map(
    (name) =>
      `  '${namePackage(name)}': 'file:${join(target, 'packed', nameTarball(name, version))}'`,
  )
  return `packages: ['*']
overrides:
${overrides.join('\n')}
allowBuilds:
  bun: true
  deno: true
  esbuild: false
  sharp: false
`
}

/** One after the other: a machine of two cores builds two things at a time. */
async function buildAll(tool: 'next' | 'vite'): Promise<void> {
  for (const name of await readdir(target)) {
    // Five upstreams make one page.
    if (/^created-vite-(?!bakkt)/.test(name)) continue
    const cwd = join(target, name)
    const text = await readFile(join(cwd, 'package.json'), 'utf8').catch(() => '')
    if (!text.includes(`"build": "${tool} build`)) continue
    await run('npm', ['run', 'build'], {
      cwd,
      env: {
        ...plainEnv(),
        NEXT_TELEMETRY_DISABLED: '1',
        NODE_ENV: 'production',
        AUTH_ORIGIN: 'http://localhost:3000',
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
