import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPages } from './generateErrorDocs/createPages.ts'

/* Writes `docs/errors`: a page for each error code, and their list. */
const folder = join(import.meta.dirname, '../docs/errors')
const pages = createPages()
mkdirSync(folder, { recursive: true })
for (const file of readdirSync(folder)) if (!pages.has(file)) rmSync(join(folder, file))
for (const [file, text] of pages) writeFileSync(join(folder, file), text)
console.log(`${pages.size} pages in docs/errors`)
