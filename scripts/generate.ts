import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiDocument } from '../packages/core/src/contract/openApiDocument.ts'
import { createErrorPages } from './generate/createErrorPages.ts'
import { writeRecoveries } from './generate/writeRecoveries.ts'

/*
 * `npm run generate`: writes the files that are derived from the table of error codes and from the contract:
 * the recoveries that a browser loads, a page for each code, and the OpenAPI document.
 */
const root = join(import.meta.dirname, '..')
writeFileSync(join(root, 'packages/core/src/errors/recoveries.ts'), writeRecoveries())

const folder = join(root, 'docs/errors')
const pages = createErrorPages()
for (const file of readdirSync(folder)) if (!pages.has(file)) rmSync(join(folder, file))
for (const [file, text] of pages) writeFileSync(join(folder, file), text)

const document = `${JSON.stringify(openApiDocument, undefined, 2)}\n`
writeFileSync(join(root, 'docs/reference/openapi.json'), document)

const paths = Object.keys(openApiDocument.paths).length
console.log(`${pages.size} pages in docs/errors, ${paths} paths in docs/reference/openapi.json`)
