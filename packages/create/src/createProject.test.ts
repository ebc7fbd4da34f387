import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProject, frameworks, upstreams } from './index.ts'
import { offered, readOptions } from './options.ts'
import { vendorTarballs } from './vendorTarballs.ts'

const run = promisify(execFile)
const cli = join(import.meta.dirname, '../dist/cli.js')
const biome = join(import.meta.dirname, '../../../node_modules/@biomejs/biome/bin/biome')
const tsc = join(import.meta.dirname, '../../../node_modules/typescript/bin/tsc')
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kit-create-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Every framework with every upstream: with all methods of the upstream, and with a single method. */
const combinations = frameworks.flatMap((framework) =>
  upstreams.flatMap((upstream) => [
    { framework, upstream },
    ...(offered[upstream].length > 1
      ? offered[upstream].map((method) => ({ framework, upstream, methods: [method] }))
      : []),
  ]),
)

test.for(frameworks)(
  'default: %s compiles in every combination',
  { timeout: 120_000, tags: ['matrix'] },
  async (framework) => {
    // The apps are inside the package, so that their dependencies can be resolved.
    const place = join(import.meta.dirname, '../.created', `${framework}-${process.version}`)
    await rm(place, { recursive: true, force: true })
    const ofFramework = combinations.filter((options) => options.framework === framework)
    expect(ofFramework).toHaveLength(10)
    for (const options of ofFramework) await createProject(join(place, describe(options)), options)
    const own = await readFile(join(place, `${framework}-bakkt/tsconfig.json`), 'utf8')
    const { compilerOptions } = JSON.parse(own.replace(/^ *\/\/.*/m, ''))
    await writeFile(
      join(place, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { ...compilerOptions, noUnusedLocals: true },
        include: ['**/*.ts', '**/*.tsx'],
      }),
    )
    const { stdout } = await run(process.execPath, [tsc, '-p', place]).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout).toBe('')
    await rm(place, { recursive: true })
  },
)

test.for(combinations)('behavior: an app with %o contains only what it needs', async (options) => {
  const target = join(folder, 'My App')
  await createProject(target, options)
  const files = await readdir(target, { recursive: true })
  const methods = 'methods' in options ? options.methods : offered[options.upstream]
  const hasCodes = methods?.includes('otp')
  expect(files.filter((file) => file.startsWith('lib/upstreams/'))).toEqual([
    `lib/upstreams/${options.upstream}.ts`,
  ])
  const isSelfHosted = options.upstream === 'self-hosted'
  expect(files.includes('lib/users.ts')).toBe(hasCodes && !isSelfHosted)
  const page = options.framework === 'next' ? 'app/profile/page.tsx' : 'src/App.tsx'
  expect((await readFile(join(target, page), 'utf8')).includes('<AccountCard')).toBe(isSelfHosted)
  // A new wallet registers in the app, with every framework.
  const home = await readFile(join(target, page), 'utf8')
  const isGnosisPay = options.upstream === 'gnosis-pay'
  expect(home.includes('<Registration')).toBe(isGnosisPay)
  expect(files.includes('lib/RegistrationForm.tsx')).toBe(isGnosisPay)
  const hasWallets = methods?.includes('siwe')
  expect(files.includes('demo-wallet')).toBe(hasWallets)
  expect(files.includes('lib/walletConfig.ts')).toBe(hasWallets)
  const manifest = JSON.parse(await readFile(join(target, 'package.json'), 'utf8'))
  expect(manifest).toMatchObject({ name: 'my-app', private: true })
  // The store is an SQLite file with every upstream.
  expect(manifest.dependencies).toHaveProperty('libsql')
  expect('nodemailer' in manifest.dependencies).toBe(hasCodes && isSelfHosted)
  const others = upstreams.filter((name) => name !== options.upstream)
  for (const name of ['.env.example', 'README.md', 'lib/upstream.ts']) {
    const text = await readFile(join(target, name), 'utf8')
    expect(text).not.toMatch(/\{(?:name|upstream|summary|codes|variables)\}/)
    for (const other of others) expect(text.toLowerCase()).not.toContain(other.replace('-', '_'))
  }
  // The README names only the variables of this upstream.
  const readme = await readFile(join(target, 'README.md'), 'utf8')
  expect(readme.includes('SMTP_URL')).toBe(isSelfHosted && hasCodes)
  expect(readme.includes('_BASE_URL')).toBe(!isSelfHosted)
  // The README names only the methods that the card offers.
  expect(readme.includes('/inbox')).toBe(hasCodes)
  expect(readme.includes('Demo Wallet')).toBe(hasWallets)
  const example = await readFile(join(target, '.env.example'), 'utf8')
  // The README names every variable that the upstream needs, as the app reads it.
  const settings = await readFile(join(target, `lib/upstreams/${options.upstream}.ts`), 'utf8')
  for (const [, name = ''] of settings.matchAll(/read\('(\w+)'/g))
    expect(readme).toContain(`\`${name}\``)
  for (const [, name = ''] of readme.matchAll(/`([A-Z]+_[A-Z_]+)`/g))
    expect(example).toContain(`${name}=`)
  for (const text of [readme, example])
    expect(text.includes('WALLETCONNECT_PROJECT_ID')).toBe(hasWallets)
})

test.for(combinations)('behavior: an app with %o passes its lint', async (options) => {
  const app = join(folder, 'app')
  await createProject(app, options)
  for (const name of ['core', 'react', 'server', 'sandbox'])
    await writeFile(join(folder, `kit-${name}-0.1.0.tgz`), '')
  await vendorTarballs(app, folder)
  const lint = [biome, 'check', '--error-on-warnings']
  const { stderr } = await run(process.execPath, lint, { cwd: app })
  expect(stderr).toMatch(/^Checked \d\d files/m)
})

test.for([
  ['My App', 'my-app'],
  ['Größe ä', 'grosse-a'],
  ['東京', 'my-app'],
] as const)('behavior: the package in a folder %s is called %s', async ([folderName, name]) => {
  const target = join(folder, folderName)
  await createProject(target, { framework: 'vite-hono', upstream: 'walt-id' })
  const manifest = JSON.parse(await readFile(join(target, 'package.json'), 'utf8'))
  expect(manifest).toMatchObject({ name })
})

test('behavior: a folder that is not empty is left as it is', async () => {
  await writeFile(join(folder, 'mine.txt'), 'mine')
  const options = { framework: 'next', upstream: 'bakkt' } as const
  await expect(createProject(folder, options)).rejects.toThrow('is not empty')
  await expect(createProject(join(folder, 'mine.txt'), options)).rejects.toThrow('is a file')
  expect(await readdir(folder)).toEqual(['mine.txt'])
})

test.for([
  [{ framework: 'angular', upstream: 'bakkt' }, 'There are: next, vite-hono.'],
  [{ framework: 'next', upstream: 'acme' }, 'There are: self-hosted, bakkt'],
  [{ framework: 'next', upstream: 'bakkt', methods: 'sms' }, 'There are: siwe, otp.'],
  [{ framework: 'next', upstream: 'walt-id', methods: 'otp' }, 'It has: siwe.'],
] as const)(
  'behavior: an unknown option is refused with a list of the known ones: %o',
  ([values, says]) => {
    expect(() => readOptions(values)).toThrow(says)
  },
)

test('default: the command takes flags, and prints the next steps', async () => {
  const flags = ['--framework', 'vite-hono', '--upstream', 'walt-id']
  const { stdout } = await run(process.execPath, [cli, 'shop', ...flags], { cwd: folder })
  expect(stdout).toContain('cd shop\n  npm install\n  npm run dev')
  const place = join(folder, 'other')
  const absolute = await run(process.execPath, [cli, place, ...flags], { cwd: folder })
  expect(absolute.stdout).toContain(`cd ${place}\n`)
  expect(await readdir(join(folder, 'shop'))).toContain('vite.config.ts')
  const again = run(process.execPath, [cli, 'shop'], { cwd: folder })
  await expect(again).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not empty'),
  })
})

test('behavior: the command accepts the current folder, and refuses an unknown flag', async () => {
  await mkdir(join(folder, 'here'))
  const { stdout } = await run(process.execPath, [cli, '.'], { cwd: join(folder, 'here') })
  expect(stdout).not.toContain('cd ')
  expect(await readdir(join(folder, 'here'))).toContain('next.config.ts')
  await expect(run(process.execPath, [cli, '--framwork', 'next'])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("Unknown option '--framwork'"),
  })
})

test.for([
  ['my app', '"my app"'],
  ['a"b', "'a\"b'"],
  ["it's $HOME", "'it'\\''s $HOME'"],
] as const)(
  'behavior: the path %s is printed with the quotes that a shell needs',
  async ([path, quoted]) => {
    const { stdout } = await run(process.execPath, [cli, path], { cwd: folder })
    expect(stdout).toContain(`  cd ${quoted}\n`)
  },
)

test('behavior: a path with a space and no quotes is refused, and nothing is written', async () => {
  await expect(run(process.execPath, [cli, 'my', 'app'], { cwd: folder })).rejects.toMatchObject({
    code: 1,
    stderr: 'Expected one folder, but got 2: my, app. Put quotes around a path with spaces.\n',
  })
  expect(await readdir(folder)).toEqual([])
})

test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'behavior: %s during the installation leaves nothing behind',
  async (signal) => {
    await mkdir(join(folder, 'present'))
    for (const name of ['new/app', 'present']) {
      const target = join(folder, name)
      const child = await install(
        target,
        "require('fs').mkdirSync('started'); setInterval(() => {}, 9)",
      )
      await expect.poll(() => existsSync(join(target, 'started'))).toBe(true)
      const exit = once(child, 'exit')
      child.kill(signal)
      expect(await exit).toEqual([1, null])
    }
    expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([
      'npm',
      'npm/npm',
      'present',
    ])
  },
)

test('behavior: a failed installation keeps the app, and missing packages prevent writing it', async () => {
  const target = join(folder, 'shop')
  const child = await install(target, 'process.exit(1)')
  let says = ''
  child.stderr.on('data', (text) => {
    says += text
  })
  expect(await once(child, 'close')).toEqual([1, null])
  expect(says).toContain('`npm install` failed. Fix the cause, and run it there again.')
  expect(await readdir(target)).toContain('package.json')

  await expect(
    run(process.execPath, [cli, 'other', '--packages', folder], { cwd: folder }),
  ).rejects.toMatchObject({ stderr: expect.stringContaining('There is no tarball of @kit/core') })
  expect(await readdir(folder)).not.toContain('other')
})

/** Starts the command with `--install`, and with a script instead of npm. */
async function install(target: string, script: string) {
  const bin = join(folder, 'npm')
  await mkdir(bin, { recursive: true })
  await writeFile(join(bin, 'npm'), `#!${process.execPath}\n${script}\n`)
  await chmod(join(bin, 'npm'), 0o755)
  return spawn(process.execPath, [cli, target, '--framework', 'vite-hono', '--install'], {
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH']}` },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

function describe(options: (typeof combinations)[number]): string {
  return Object.values(options).flat().join('-')
}
