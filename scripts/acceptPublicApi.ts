import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describePublicApi } from './publicApi/describePublicApi.ts'

/* Run this after `npm run build`. It writes each package's declarations to the files that CI compares with. */
const root = join(import.meta.dirname, '..')
const target = join(root, 'consumers/public-api')
mkdirSync(target, { recursive: true })
for (const name of ['core', 'react', 'server', 'sandbox', 'testing', 'create'])
  writeFileSync(join(target, `${name}.txt`), describePublicApi(join(root, 'packages', name)))
