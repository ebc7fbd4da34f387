import { cp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/*
 * Copies the starter into `@kit/create`, which generates apps from it, so that it is maintained once.
 * Unchanged files are not rewritten, because a test may be reading them.
 */
const root = join(import.meta.dirname, '../..')
const starter = join(root, 'apps/demo')
const copy = join(root, 'packages/create/templates/starter')

/** Everything except the files that only this repository needs, such as tests of the Kit itself. */
const parts = [
  '.env.example',
  'app',
  'demo-wallet',
  'instrumentation.ts',
  'lib',
  'next.config.ts',
  'package.json',
  'proxy.ts',
  'scripts',
  'test',
  'tsconfig.json',
]

const wanted = (await listFiles(starter, parts)).filter((file) => !file.endsWith('.test.ts'))
const present = await listFiles(copy, await readdir(copy).catch(() => []))
for (const file of present) if (!wanted.includes(file)) await rm(join(copy, file))
for (const file of wanted)
  if (!(await isSame(join(starter, file), join(copy, file))))
    await cp(join(starter, file), join(copy, file))

async function listFiles(folder: string, names: readonly string[]): Promise<string[]> {
  const files: string[] = []
  for (const name of names) {
    const entries = await readdir(join(folder, name), {
      recursive: true,
      withFileTypes: true,
    }).catch(() => undefined)
    if (entries === undefined) files.push(name)
    for (const entry of entries ?? [])
      if (entry.isFile()) files.push(join(entry.parentPath, entry.name).slice(folder.length + 1))
  }
  return files
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [one, other].map((file) => readFile(file).catch(() => null)),
  )
  return first != null && second != null && first.equals(second)
}
