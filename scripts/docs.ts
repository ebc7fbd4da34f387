import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSite } from './docs/buildSite.ts'
import { checkCode } from './docs/checkCode.ts'
import { checkMenu } from './docs/menu.ts'
import { readPages } from './docs/readPages.ts'
import { writeGenerated } from './docs/writeGenerated.ts'

/*
 * `node scripts/docs.ts` writes the generated pages, checks the menu and the code, and builds `docs-site/`. With
 * `--check` it writes no page and reports stale ones.
 */
const root = join(import.meta.dirname, '..')
const startedAt = performance.now()
const isChecked = process.argv.includes('--check')
const stale = await writeGenerated(root, { isChecked })
const pages = await readPages(root)
const readme = { path: '../README.md', markdown: await readFile(join(root, 'README.md'), 'utf8') }
const [codeFaults] = await Promise.all([
  checkCode(root, [...pages, readme]),
  buildSite(root, pages),
])
const staleFaults = stale.map(
  (path) => `docs/${path} is stale: run \`npm run docs\`, and commit it.`,
)
const faults = [...(isChecked ? staleFaults : []), ...checkMenu(pages), ...codeFaults]
for (const fault of faults) console.error(fault)
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
console.log(`docs-site/: ${pages.length} pages in ${seconds} s, ${faults.length} faults`)
if (!isChecked) console.log('To view it, run `npm run docs:preview`.')
process.exitCode = faults.length > 0 ? 1 : 0
