import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { problems } from '../../packages/core/src/errors/problems.ts'
import { writeRecoveries } from './writeRecoveries.ts'

const root = join(import.meta.dirname, '../..')
const errors = join(root, 'packages/core/src/errors')
const code = 'tea_too_hot'
const entry = {
  status: 418,
  recovery: 'wait',
  title: 'Too hot',
  detail: 'The tea is too hot.',
  hint: 'Wait until it has cooled.',
} as const

test('default: the committed recoveries match the table', () => {
  expect(
    readFileSync(join(errors, 'recoveries.ts'), 'utf8'),
    'Run `npm run generate`: the table of error codes has changed.',
  ).toBe(writeRecoveries())
})

test('behavior: a new code is listed under its recovery', () => {
  const added = writeRecoveries({ ...problems, [code]: entry })
  expect(added).toMatch(new RegExp(`wait: \\[[^\\]]*'${code}'`))
  expect(writeRecoveries()).not.toContain(code)
})

test('behavior: a new code needs only an entry and its English text to compile', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kit-new-code-'))
  try {
    for (const name of ['core', 'react', 'server']) {
      const [from, to] = [join(root, 'packages', name), join(folder, 'packages', name)]
      await cp(join(from, 'src'), join(to, 'src'), {
        recursive: true,
        filter: (path) => !/\.(test|test-d|stories)\.tsx?$|\/fixtures$/.test(path),
      })
      await cp(join(from, 'package.json'), join(to, 'package.json'))
      await symlink(join(from, 'node_modules'), join(to, 'node_modules'))
    }
    await cp(join(root, 'package.json'), join(folder, 'package.json'))
    const pages = 'scripts/generate'
    await cp(join(root, pages), join(folder, pages), { recursive: true })
    const table = join(folder, 'packages/core/src/errors/problems.ts')
    const written = readFileSync(table, 'utf8')
    const added = `export const problems = { ${code}: ${JSON.stringify(entry)},`
    await writeFile(table, written.replace('export const problems = {', added))
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
    expect(await findBrokenFiles(folder)).toEqual(['packages/react/src/locales/languages/en.ts'])
  } finally {
    await rm(folder, { recursive: true })
  }
}, 120_000)

/** Returns the sources in a folder that do not compile. */
async function findBrokenFiles(folder: string): Promise<string[]> {
  const compiler = join(root, 'node_modules/.bin/tsc')
  const output = await promisify(execFile)(compiler, ['-p', folder, '--pretty', 'false'], {
    cwd: folder,
  }).then(
    ({ stdout }) => stdout,
    (failure: { stdout: string }) => failure.stdout,
  )
  const files = [...output.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, file = '']) => file)
  return [...new Set(files)]
}

const tsconfig = {
  extends: join(root, 'tsconfig.base.json'),
  compilerOptions: {
    composite: false,
    declaration: false,
    declarationMap: false,
    noEmit: true,
    jsx: 'react-jsx',
    lib: ['es2023', 'dom', 'dom.iterable'],
    paths: {
      '@kit/core': ['./packages/core/src/index.ts'],
      '@kit/core/eip55': ['./packages/core/src/eip55/index.ts'],
      '@kit/core/problems': ['./packages/core/src/errors/problems.ts'],
      '@kit/core/internal/*': ['./packages/core/src/*.ts'],
    },
  },
  // The files that read the table or have a text for each code.
  files: [
    'packages/core/src/index.ts',
    'packages/core/src/contract/openApiDocument.ts',
    'packages/react/src/locales/index.ts',
    'packages/react/src/process.d.ts',
    'packages/server/src/problem.ts',
    'scripts/generate/createErrorPages.ts',
  ],
}
