import { watch } from 'node:fs'
import { join } from 'node:path'
import { buildSite } from './docs/buildSite.ts'
import { writeGenerated } from './docs/writeGenerated.ts'
import { serveFolder } from './serveFolder.ts'

/*
 * `node scripts/docs.ts` writes the generated pages, builds `docs-site/`, and checks links and code. With
 * `--check` it writes no page and reports stale ones. With `--serve` it builds, serves the site, and rebuilds
 * when a page changes.
 */
const root = join(import.meta.dirname, '..')
const isServing = process.argv.includes('--serve')
const startedAt = performance.now()
const isChecked = process.argv.includes('--check')
const stale = await writeGenerated(root, { isChecked })
const { pageCount, faults } = await buildSite(root, { isChecked: !isServing })
if (isChecked)
  faults.push(...stale.map((path) => `docs/${path} is stale: run \`npm run docs\`, and commit it.`))
for (const fault of faults) console.error(fault)
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
console.log(`docs-site/: ${pageCount} pages in ${seconds} s, ${faults.length} faults`)
process.exitCode = faults.length > 0 ? 1 : 0
if (isServing) await serve()

async function serve(): Promise<void> {
  const { url } = await serveFolder(join(root, 'docs-site'), Number(process.env['PORT'] ?? 4500))
  console.log(url)
  let timer: NodeJS.Timeout | undefined
  watch(join(root, 'docs'), { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => buildSite(root, { isChecked: false }), 200)
  })
}
