import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describePublicApi } from './publicApi/describePublicApi.ts'

/* After `npm run build`: writes what each package declares to the files that CI compares it with. */
const root = join(import.meta.dirname, '..')
const target = join(root, 'consumers/public-api')
mkdirSync(target, { recursive: true })
for (const name of ['core', 'react', 'server', 'sandbox', 'testing', 'create-kit'])
  writeFileSync(join(target, `${name}.txt`), describePublicApi(join(root, 'packages', name)))
