import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProject, frameworks, upstreams } from './index.ts'
import { readOptions } from './options.ts'

const run = promisify(execFile)
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'create-kit-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const combinations = frameworks.flatMap((framework) =>
  upstreams.map((upstream) => ({ framework, upstream })),
)

test.for(combinations)(
  'default: $framework with $upstream is an app that can be read',
  async (options) => {
    await createProject(join(folder, 'My App'), options)
    const files = await readdir(join(folder, 'My App'), { recursive: true })
    const scripts = files.filter((file) => file.endsWith('.js'))
    for (const file of scripts)
      await run(process.execPath, ['--check', join(folder, 'My App', file)])
    const manifest = JSON.parse(await readFile(join(folder, 'My App/package.json'), 'utf8'))
    expect(manifest.name).toBe('my-app')
    const auth = scripts.find((file) => file.endsWith('auth.js')) ?? ''
    const text = await readFile(join(folder, 'My App', auth), 'utf8')
    expect(text).toContain(`@kit/server/upstreams/${options.upstream}`)
    expect(text.includes('resolveUser')).toBe(options.upstream === 'bakkt')
    expect(text).not.toMatch(/\/\* (?:only|end)|from 'upstream'/)
    const readme = await readFile(join(folder, 'My App/README.md'), 'utf8')
    expect(readme).not.toMatch(/\{\w+\}/)
  },
)

test('parameters: methods', async () => {
  for (const [methods, hasCodes, hasWallets] of [
    ['siwe', false, true],
    ['otp', true, false],
    ['siwe,otp', true, true],
  ] as const) {
    const target = join(folder, methods)
    await createProject(target, readOptions({ framework: 'next', upstream: 'bakkt', methods }))
    const text = await readFile(join(target, 'lib/auth.js'), 'utf8')
    expect([text.includes('resolveUser'), !text.includes('withoutSiwe')]).toEqual([
      hasCodes,
      hasWallets,
    ])
    await run(process.execPath, ['--check', join(target, 'lib/auth.js')])
  }
})

test('behavior: a folder that is not empty is left as it is', async () => {
  await writeFile(join(folder, 'mine.txt'), 'mine')
  await expect(createProject(folder, { framework: 'next', upstream: 'bakkt' })).rejects.toThrow(
    'is not empty',
  )
  expect(await readdir(folder)).toEqual(['mine.txt'])
})

test.for([
  [{ framework: 'angular', upstream: 'bakkt' }, 'There are: next, vite-hono.'],
  [{ framework: 'next', upstream: 'acme' }, 'There are: bakkt, gnosis-pay'],
  [{ framework: 'next', upstream: 'bakkt', methods: 'sms' }, 'There are: siwe, otp.'],
  [{ framework: 'next', upstream: 'walt-id', methods: 'otp' }, 'It has: siwe.'],
] as const)('behavior: what there is not is refused by name: %o', ([values, says]) => {
  expect(() => readOptions(values)).toThrow(says)
})

test('default: the command takes flags, and says what comes next', async () => {
  const cli = join(import.meta.dirname, '../dist/cli.js')
  const { stdout } = await run(
    process.execPath,
    [cli, 'shop', '--framework', 'vite-hono', '--upstream', 'walt-id'],
    { cwd: folder },
  )
  expect(stdout).toContain('npm run dev')
  expect(await readdir(join(folder, 'shop'))).toContain('vite.config.js')
  const again = run(process.execPath, [cli, 'shop'], { cwd: folder })
  await expect(again).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not empty'),
  })
})
