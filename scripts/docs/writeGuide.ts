import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Writes the files that a guide shows: each block of code with `title=<file>`.
 *
 * @param guide - the path of the page, such as `docs/guides/express.md`.
 */
export async function writeGuide(guide: string, folder: string): Promise<void> {
  for (const { title, code } of readFiles(await readFile(guide, 'utf8'))) {
    const file = join(folder, title)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, code)
  }
}

/** Returns the files of a page. */
export function readFiles(markdown: string): { title: string; code: string }[] {
  return [...markdown.matchAll(/^```\w+ title=(\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, title = '', code = '']) => ({ title, code }),
  )
}
