import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/**
 * Everything that a package's declarations say: the doors of its `exports`, and the files that these
 * lead to, without comments. A change of a signature is a change of this text.
 *
 * @param folder - of the package, built or unpacked.
 */
export function describePublicApi(folder: string): string {
  const { exports }: { exports: Record<string, Door> } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const waiting = Object.values(exports).flatMap((door) =>
    typeof door === 'string' ? [] : expand(folder, posix.normalize(door.types)),
  )
  const texts = new Map<string, string>()
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (texts.has(file)) continue
    const text = withoutComments(readFileSync(join(folder, file), 'utf8'))
    texts.set(file, text)
    for (const [, target = ''] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)['"]/g))
      waiting.push(posix.join(posix.dirname(file), target.replace(/\.(?:js|tsx?)$/, '.d.ts')))
  }
  return [...texts]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([file, text]) => `// ${file.replace(/^dist\//, '')}\n${text}`)
    .join('\n')
}

type Door = string | { types: string }

/** The files that a door with a star stands for. */
function expand(folder: string, pattern: string): string[] {
  const [before = '', after] = pattern.split('*')
  if (after === undefined) return [pattern]
  return readdirSync(join(folder, before), { recursive: true, encoding: 'utf8' })
    .map((file) => before + file.replaceAll('\\', '/'))
    .filter(
      (file) => file.endsWith(after) && !file.slice(before.length, -after.length).includes('/'),
    )
}

/** Comments explain the interface, and are not of it. Neither are the maps. */
function withoutComments(text: string): string {
  return text.replace(/^ *\/\*\*[\s\S]*?\*\/\n/gm, '').replace(/^\/\/# sourceMappingURL.*\n?/m, '')
}
