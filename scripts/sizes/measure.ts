import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Budget } from './budgets.ts'
import { bundle } from './bundle.ts'
import { bundleByEsbuild } from './bundleByEsbuild.ts'

const root = join(import.meta.dirname, '../..')

/**
 * Measures what import statements add to an app: bundled with everything they load, minified, in bytes of
 * gzip.
 */
export async function measure(budget: Budget): Promise<number> {
  const { statement, external = [], files = [], isByEsbuild = false } = budget
  // The last package in the statement, because the others are installed as its dependencies.
  const name = statement.match(/(?<=from '@kit\/)\w+/g)?.at(-1) ?? ''
  const folder = join(root, 'packages', name)
  const parameters = { statement, folder, external }
  const chunks = isByEsbuild
    ? (await bundleByEsbuild(parameters)).map(({ code }) => code)
    : await bundle(parameters)
  const styles = files.map((file) => readFileSync(join(root, file), 'utf8'))
  return [...chunks, ...styles].reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0)
}
