import { join } from 'node:path'
import type { OutputChunk } from 'rolldown'
import { bundleSource } from './bundleSource.ts'

/**
 * What an app loads at first for an import statement: each chunk minified, as a browser gets it. What is
 * imported when it is used is no part of it.
 *
 * By rolldown, which Vite bundles apps with. esbuild splits code before it drops what is unused: a module
 * that any part of a door loads later counts there for every statement that names the door.
 */
export async function bundle({
  statement,
  folder,
  external,
}: bundle.Parameters): Promise<string[]> {
  // A package may import itself by its name: so nothing has to be installed for this.
  const chunks = await bundleSource({
    source: statement,
    path: join(folder, 'statement.ts'),
    external: external.map(toPattern),
  })
  const first = new Set<OutputChunk>()
  const addWithImports = (chunk: OutputChunk | undefined) => {
    if (chunk === undefined || first.has(chunk)) return
    first.add(chunk)
    for (const name of chunk.imports)
      addWithImports(chunks.find(({ fileName }) => fileName === name))
  }
  addWithImports(chunks.find(({ isEntry }) => isEntry))
  return [...first].map(({ code }) => code)
}

export declare namespace bundle {
  type Parameters = {
    statement: string
    /** Where its imports are resolved from. */
    folder: string
    /** What is not bundled: names, of which `*` at the end means all that follows. */
    external: readonly string[]
  }
}

function toPattern(name: string): RegExp {
  const plain = name.replace(/[.+?^${}()|[\]\\/]/g, String.raw`\$&`)
  return new RegExp(`^${plain.replace('*', '.*')}$`)
}
