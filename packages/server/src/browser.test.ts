import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

test.for([
  '@kit/server',
  '@kit/server/redis',
  '@kit/server/mount/next',
  '@kit/server/upstreams/bakkt',
])('security: L-04 %s in a bundle for browsers throws one sentence', async (name) => {
  const { outputFiles } = await build({
    stdin: { contents: `import '${name}'`, resolveDir: join(import.meta.dirname, '..') },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
  })
  const text = outputFiles[0]?.text ?? ''
  expect(text).toContain('@kit/server holds secrets: import it on the server')
  expect(text.length).toBeLessThan(500)
})
