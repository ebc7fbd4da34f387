import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'

/* Copies the starter into `create-kit`, which writes apps from it: there is one, not two. */
const root = join(import.meta.dirname, '..')
const starter = join(root, 'apps/demo')
const copy = join(root, 'packages/create-kit/templates/starter')

/** All but what tests the Kit through it, and what is about this repository. */
const parts = [
  '.env.example',
  'app',
  'demo-wallet',
  'instrumentation.ts',
  'lib',
  'next.config.ts',
  'package.json',
  'proxy.ts',
  'scripts',
  'test',
  'tsconfig.json',
]

await rm(copy, { recursive: true, force: true })
for (const part of parts)
  await cp(join(starter, part), join(copy, part), {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts'),
  })
