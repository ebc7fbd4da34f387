import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openApiDocument } from '../packages/core/src/contract/openApiDocument.ts'

/* Writes `docs/reference/openapi.json`, the contract for other languages. */
const file = join(import.meta.dirname, '../docs/reference/openapi.json')
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(openApiDocument, undefined, 2)}\n`)
console.log(`${Object.keys(openApiDocument.paths).length} paths in docs/reference/openapi.json`)
