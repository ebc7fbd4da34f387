import { join } from 'node:path'
import type { OutputChunk } from 'rolldown'
import { bundleSource } from './bundleSource.ts'

/**
 * Bundles what an app initially loads for an import statement: each chunk minified, as a browser gets it.
 * What is imported on demand is not included.
 *
 * Uses rolldown, as Vite does. esbuild splits code before it removes unused code, so a module that any export
 * of an entry point loads later would count for every statement that imports the entry point.
 */
export async function bundle({
  statement,
  folder,
  external,
}: bundle.Parameters): Promise<string[]> {
  // A package can import itself by name, so nothing has to be installed for this.
  const chunks = await bundleSource({
    source: statement,
    path: join(folder, 'statement.ts'),
    external: external.map(toPattern),
  })
  return findFirstLoad(chunks).map(({ code }) => code)
}

/** Returns the entry's chunk, and the chunks that it needs at once. */
export function findFirstLoad(chunks: readonly OutputChunk[]): OutputChunk[] {
  const first = new Set<OutputChunk>()
  const addWithImports = (chunk: OutputChunk | undefined) => {
    if (chunk === undefined || first.has(chunk)) return
    first.add(chunk)
    for (const name of chunk.imports)
      addWithImports(chunks.find(({ fileName }) => fileName === name))
  }
  addWithImports(chunks.find(({ isEntry }) => isEntry))
  return [...first]
}

export declare namespace bundle {
  type Parameters = {
    statement: string
    /** The folder from which its imports are resolved. */
    folder: string
    /** The packages not to bundle. `*` at the end of a name matches anything. */
    external: readonly string[]
  }
}

function toPattern(name: string): RegExp {
  const plain = name.replace(/[.+?^${}()|[\]\\/]/g, String.raw`\$&`)
  return new RegExp(`^${plain.replace('*', '.*')}$`)
}
