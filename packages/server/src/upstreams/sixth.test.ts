import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

/*
 * Adds a sixth upstream, one folder and one stand-in, to a copy of the repository by the steps in
 * `README.md`. It would fail if more were needed.
 */
const run = promisify(execFile)
const root = join(import.meta.dirname, '../../../..')
const copy = join(root, '.cache/sixth')
const sixth = join(import.meta.dirname, '../fixtures/sixth')

beforeAll(async () => {
  await rm(copy, { recursive: true, force: true })
  await mkdir(join(copy, 'packages'), { recursive: true })
  for (const file of ['tsconfig.base.json', 'vitest.config.ts', 'package.json'])
    await cp(join(root, file), join(copy, file))
  // Files that the configuration imports.
  for (const folder of ['scripts/reactCompiler', 'scripts/machine', 'scripts/test'])
    await cp(join(root, folder), join(copy, folder), {
      recursive: true,
    })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const name of ['core', 'server', 'sandbox'])
    await cp(join(root, 'packages', name), join(copy, 'packages', name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/\/dist(?:$|\/)|\/bench(?:$|\/)/.test(path),
    })
  await cp(join(sixth, 'adapter'), join(copy, 'packages/server/src/upstreams/lighthouse'), {
    recursive: true,
  })
  await cp(join(sixth, 'stand-in'), join(copy, 'packages/sandbox/src/upstreams/lighthouse'), {
    recursive: true,
  })
})
afterAll(() => rm(copy, { recursive: true, force: true }))

function fail(error: { stdout?: string }): never {
  throw new Error(`It does not compile:\n${error.stdout}`, { cause: error })
}

test('behavior: the sixth upstream has exactly the files that the guide lists', async () => {
  const guide = await readFile(join(import.meta.dirname, 'README.md'), 'utf8')
  const named = [...guide.matchAll(/`([\w<>/]+\.(?:ts|md))`/g)]
    .map(([, name = '']) => name.replace('<name>/', '').replace('<name>', 'lighthouse'))
    // The contract and the suite exist already. An upstream may add further tests.
    .filter((name) => name !== 'Upstream.ts' && !name.endsWith('.test.ts'))
  const files = await readdir(join(sixth, 'adapter'), { recursive: true, withFileTypes: true })
  const names = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(join(sixth, 'adapter').length + 1))
  expect(names.toSorted()).toEqual([...new Set(named)].toSorted())
  expect(await readdir(join(sixth, 'stand-in'))).toEqual(['index.ts'])
})

test('behavior: an upstream that is added by these steps compiles and passes the conformance suite', {
  timeout: 300_000,
  tags: ['matrix'],
}, async () => {
  const bin = (name: string) => join(root, 'node_modules/.bin', name)
  for (const name of ['core', 'sandbox', 'server'])
    await run(bin('tsc'), ['-b', join(copy, 'packages', name)], { cwd: copy }).catch(fail)
  const results = join(copy, 'results.json')
  const only = ['--project=node', '-t', 'lighthouse|every folder', 'upstreams.test.ts']
  const { VITEST: _, ...env } = process.env
  await run(bin('vitest'), ['run', ...only, '--reporter=json', `--outputFile=${results}`], {
    cwd: copy,
    env,
  })
  const { numPassedTests, numFailedTests } = JSON.parse(await readFile(results, 'utf8'))
  expect({ numPassedTests, numFailedTests }).toEqual({ numPassedTests: 26, numFailedTests: 0 })
})
