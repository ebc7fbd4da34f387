import { basename } from 'node:path'
import { build } from 'esbuild'
import type { bundle } from './bundle.ts'

/** A file that esbuild writes, and the paths of the modules that it contains or partly contains. */
export interface EsbuildChunk {
  readonly code: string
  readonly modules: readonly string[]
}

/**
 * Bundles what an app built with esbuild initially loads for an import statement. esbuild splits code before it
 * removes unused code, so the result is larger than that of {@link bundle}: it includes modules that the entry
 * point exports and that one of its other exports loads later.
 */
export async function bundleByEsbuild({
  statement,
  folder,
  external,
}: bundle.Parameters): Promise<EsbuildChunk[]> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: statement, resolveDir: folder },
    external: [...external],
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
    write: false,
    outdir: folder,
  })
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]))
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]),
  )
  const first = new Set<string>()
  const addWithImports = (name: string) => {
    if (first.has(name)) return
    first.add(name)
    for (const { path, kind, external } of outputs.get(name)?.imports ?? [])
      if (kind === 'import-statement' && external !== true) addWithImports(basename(path))
  }
  addWithImports('stdin.js')
  return [...first].map((name) => ({
    code: texts.get(name) ?? '',
    modules: Object.entries(outputs.get(name)?.inputs ?? {}).flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [path] : [],
    ),
  }))
}
