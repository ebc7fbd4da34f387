import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { expect, test } from '@playwright/test'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { nameTarball, version } from '../scripts/pack/tarballs.ts'
import { describePublicApi } from '../scripts/publicApi/describePublicApi.ts'

/* Tests the tarballs, as they would be published. */
const target = readFileSync(join(import.meta.dirname, '../.cache/consumers'), 'utf8')
const run = promisify(execFile)
const tarball = (name: string) => join(target, 'packed', nameTarball(name, version))

/** The largest size of each tarball in bytes, including sources and maps, and the largest number of files. */
const budgets = {
  core: [165_000, 400],
  react: [680_000, 1_400],
  server: [600_000, 1_300],
  sandbox: [140_000, 290],
  testing: [165_000, 330],
  create: [90_000, 200],
} as const

for (const [name, [maximum, maximumFiles]] of Object.entries(budgets)) {
  test(`behavior: ${name} contains the right files and metadata`, async () => {
    const bytes = await readFile(tarball(name))
    const data = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
    const { messages, pkg } = await publint({ pack: { tarball: data } })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
    expect(bytes.byteLength).toBeLessThan(maximum)
    expect(pkg).toMatchObject({
      license: 'MIT',
      type: 'module',
      sideEffects: expect.anything(),
      engines: { node: '>=20.19' },
      // npm needs this to attest the origin of a package.
      repository: { type: 'git', directory: `packages/${name}` },
      publishConfig: { access: 'public', provenance: true },
    })
    // Installing the package must not run scripts.
    expect(pkg['scripts']).toBeUndefined()
    const notices = await readFile(join(import.meta.dirname, '../THIRD-PARTY-NOTICES.md'), 'utf8')
    for (const dependency of Object.keys(pkg['dependencies'] ?? {})) {
      if (!dependency.startsWith('@kit/')) expect(notices).toContain(`[\`${dependency}\`]`)
      expect(await findOldestNode(name, dependency), dependency).toBeLessThanOrEqual(20)
    }
  })

  test(`behavior: the types of ${name} match its code`, async () => {
    const analysis = await checkPackage(createPackageFromTarballData(await readFile(tarball(name))))
    if (!analysis.types) throw new Error('There are no types.')
    // The packages are ESM only, so `require` and folder resolution do not find them. A stylesheet has no
    // types.
    const found = analysis.problems.filter(
      (problem) =>
        !('resolutionKind' in problem && /node10|node16-cjs/.test(problem.resolutionKind)) &&
        !('entrypoint' in problem && problem.entrypoint.endsWith('.css')) &&
        problem.kind !== 'CJSResolvesToESM',
    )
    expect(found).toEqual([])
  })

  test(`security: L-11 ${name} contains no tests and no secrets, and its maps point to sources`, async () => {
    const { stdout } = await run('tar', ['-tzf', tarball(name)])
    const files = stdout.trim().split('\n')
    expect(
      files.filter((file) =>
        /src\/.*\.test\.|\.stories\.|\/fixtures\/|tsbuildinfo|\.env$|\.pem$|\.npmrc$/.test(file),
      ),
    ).toEqual([])
    const places = new Set(files.map((file) => file.split('/')[1]))
    const templates = name === 'create' ? ['templates'] : []
    expect([...places].toSorted()).toEqual(
      ['LICENSE', 'README.md', 'dist', 'package.json', 'src', ...templates].toSorted(),
    )
    expect(files.length).toBeLessThan(maximumFiles)
    const maps = files.filter((file) => file.endsWith('.js.map'))
    expect(maps.length).toBeGreaterThan(3)
    const sources = maps.map((file) => file.replace('/dist/', '/src/').replace(/\.js\.map$/, ''))
    for (const source of sources)
      expect(files.some((file) => file === `${source}.ts` || file === `${source}.tsx`)).toBe(true)
  })
}

/** Returns the lowest major version of Node that a dependency supports, or 0 if it does not say. */
async function findOldestNode(name: string, dependency: string): Promise<number> {
  const file = join(import.meta.dirname, '../packages', name, 'node_modules', dependency)
  const { engines }: { engines?: { node?: string } } = JSON.parse(
    await readFile(join(file, 'package.json'), 'utf8'),
  )
  const majors = [...(engines?.node ?? '0').matchAll(/(?:^|[\s>=^~|])v?(\d+)/g)].map(([, n]) =>
    Number(n),
  )
  return Math.min(...majors)
}

for (const version of ['5', '6', '7'])
  test(`behavior: every entry point compiles on TypeScript ${version}`, async () => {
    const cwd = join(target, 'types')
    const { bin }: { bin: { tsc: string } } = JSON.parse(
      await readFile(join(cwd, `node_modules/typescript-${version}/package.json`), 'utf8'),
    )
    const tsc = join(cwd, `node_modules/typescript-${version}`, bin.tsc)
    const { stdout } = await run(process.execPath, [tsc, '-p', '.'], { cwd }).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout).toBe('')
  })

for (const name of Object.keys(budgets))
  test(`behavior: the declarations of ${name} match the accepted ones`, async () => {
    const folder = `@kit/${name}`
    const declared = describePublicApi(join(target, 'types/node_modules', folder))
    // To accept a change, run `node scripts/acceptPublicApi.ts` and add a changeset that describes it.
    const agreed = await readFile(join(import.meta.dirname, `public-api/${name}.txt`), 'utf8')
    expect(declared).toBe(agreed)
  })
