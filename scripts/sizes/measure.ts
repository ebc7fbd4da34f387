import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import type { Budget } from './budgets.ts'

const root = join(import.meta.dirname, '../..')

/** What an import statement costs an app: bundled with all it brings, minified, in bytes of gzip. */
export async function measure({ statement, external = [] }: Budget): Promise<number> {
  const [, name = ''] = /from '@kit\/(\w+)/.exec(statement) ?? []
  const { outputFiles, metafile } = await build({
    // A package may import itself by its name: so nothing has to be installed for this.
    stdin: { contents: statement, resolveDir: join(root, 'packages', name), loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['@kit/source'],
    external: [...external],
    // What is imported when it is used is no part of the price.
    splitting: true,
    outdir: '.',
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  const outputs = Object.entries(metafile.outputs)
  const entry = outputs.find(([, { entryPoint }]) => entryPoint === '<stdin>')?.[0] ?? ''
  const first = findStatic(entry, metafile.outputs)
  return outputFiles
    .filter(({ path }) => [...first].some((name) => path.endsWith(`/${name}`)))
    .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0)
}

/** An output and all that is loaded with it. */
function findStatic(name: string, outputs: Metafile['outputs'], found = new Set<string>()) {
  if (found.has(name)) return found
  found.add(name)
  for (const { path, kind } of outputs[name]?.imports ?? [])
    if (kind === 'import-statement' && path in outputs) findStatic(path, outputs, found)
  return found
}
