import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Options } from './options.ts'
import { type Choice, findUnused } from './parts.ts'

/** Removes everything that the app's upstream and methods do not use, including imports. */
export async function removeUnused(target: string, choice: Choice): Promise<void> {
  await keepOnly(join(target, 'lib/upstreams'), choice.upstream)
  for (const { files = [], cuts = {} } of findUnused(choice)) {
    for (const file of files) await rm(join(target, file), { recursive: true })
    for (const [file, passages] of Object.entries(cuts)) await cut(join(target, file), passages)
  }
}

async function keepOnly(folder: string, upstream: Options['upstream']): Promise<void> {
  for (const file of await readdir(folder))
    if (file !== `${upstream}.ts`) await rm(join(folder, file))
}

async function cut(file: string, passages: readonly string[]): Promise<void> {
  let text = await readFile(file, 'utf8')
  for (const passage of passages) {
    // A test finds edits of the starter that make a passage outdated.
    if (!text.includes(passage))
      throw new Error(`${file} lacks the passage "${passage}", which parts.ts removes.`)
    text = text.replace(passage, '')
  }
  await writeFile(file, text)
}
