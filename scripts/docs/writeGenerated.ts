import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generatePages, readPages } from './readPages.ts'

/**
 * Writes the generated pages to `docs/`, or only compares them.
 *
 * @returns The paths of pages that were stale.
 */
export async function writeGenerated(
  root: string,
  { isChecked }: { isChecked: boolean },
): Promise<string[]> {
  const stale: string[] = []
  for (const { path, markdown } of await generatePages(root, await readPages(root))) {
    const file = join(root, 'docs', path)
    if ((await readFile(file, 'utf8').catch(() => '')) === markdown) continue
    stale.push(path)
    if (isChecked) continue
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, markdown)
  }
  return stale
}
