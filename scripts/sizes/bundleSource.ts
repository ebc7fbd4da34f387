import { type OutputChunk, rolldown } from 'rolldown'

/**
 * Bundles a source text as Vite does for production: with rolldown, minified, for a browser, with this
 * repository's sources.
 */
export async function bundleSource(parameters: bundleSource.Parameters): Promise<OutputChunk[]> {
  const { source, path, external = [], names = {} } = parameters
  const build = await rolldown({
    input: path,
    external: [...external],
    platform: 'browser',
    resolve: { conditionNames: ['@kit/source', 'import', 'module', 'browser', 'default'] },
    transform: {
      target: 'es2022',
      define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    },
    logLevel: 'silent',
    plugins: [
      {
        name: 'source',
        resolveId: (id) => (id === path ? id : undefined),
        load: (id) => (id === path ? source : undefined),
      },
    ],
  })
  const { output } = await build.generate({ format: 'esm', minify: true, ...names })
  return output.filter((one) => one.type === 'chunk')
}

export declare namespace bundleSource {
  type Parameters = {
    source: string
    /** The folder of the source, from which its imports are resolved. */
    path: string
    /** The packages not to bundle. */
    external?: readonly RegExp[] | undefined
    /** The names of the output files. @default rolldown's */
    names?: { entryFileNames: string; chunkFileNames: string } | undefined
  }
}
