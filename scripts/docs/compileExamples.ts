import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Type-checks the files of a folder in `apps/demo` against the built packages, and removes the folder if there
 * is no error.
 *
 * @returns the lines of the compiler's errors.
 */
export async function compileExamples(folder: string): Promise<string[]> {
  await writeFile(join(folder, 'css.d.ts'), "declare module '*.css'\n")
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings))
  const tsc = spawn('tsc', ['-p', folder, '--pretty', 'false'])
  const [[status], output] = await Promise.all([once(tsc, 'close'), tsc.stdout.toArray()])
  if (status !== 0)
    return output
      .join('')
      .split('\n')
      .filter((line) => line.trim() !== '')
  await rm(folder, { recursive: true, force: true })
  return []
}

const settings = {
  compilerOptions: {
    target: 'es2024',
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: ['node'],
    paths: {
      '@kit/core': ['../../../packages/core/dist/index.d.ts'],
      hono: ['../../../packages/server/node_modules/hono'],
      '@hono/node-server': ['../../../packages/server/node_modules/@hono/node-server'],
      '@hono/node-server/conninfo': [
        '../../../packages/server/node_modules/@hono/node-server/dist/conninfo.d.mts',
      ],
      '@hono/node-server/serve-static': [
        '../../../packages/server/node_modules/@hono/node-server/dist/serve-static.d.mts',
      ],
      express: ['../../../packages/server/node_modules/@types/express'],
    },
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
  },
  include: ['**/*.ts', '**/*.tsx'],
}
