import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Budget } from './budgets.ts'

const root = join(import.meta.dirname, '../..')

/** What an import statement costs an app: bundled with all it brings, minified, in bytes of gzip. */
export async function measure({ statement, external = [] }: Budget): Promise<number> {
  const [, name = ''] = /from '@kit\/(\w+)/.exec(statement) ?? []
  const { outputFiles } = await build({
    // A package may import itself by its name: so nothing has to be installed for this.
    stdin: { contents: statement, resolveDir: join(root, 'packages', name), loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['src'],
    external: [...external],
    write: false,
    logLevel: 'silent',
  })
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0)
}
