import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileForReact } from './compileForReact.ts'

const root = join(import.meta.dirname, '../../packages/react/src')

test('default: React Compiler compiles every hook and component', {
  timeout: 120_000,
}, async () => {
  const refusals: string[] = []
  let compiled = 0
  for await (const file of glob('**/{*.tsx,use*.ts}', { cwd: root })) {
    if (/\.(test|test-d|stories)\.tsx?$|fixtures\//.test(file)) continue
    const result = await compileForReact(await readFile(join(root, file), 'utf8'), file)
    compiled += result.compiled
    for (const refusal of result.refusals) refusals.push(`${file}: ${refusal}`)
  }
  expect(refusals).toEqual([])
  expect(compiled).toBeGreaterThan(60)
})

test.for([
  ['a broken rule', 'if (on) useState(1); return on'],
  ['a ref read while rendering', 'const at = useRef(on); return at.current'],
  ['a request to skip', '"use no memo"; const [at] = useState(on); return at'],
])('behavior: %s is reported', async ([, body]) => {
  const source = `import { useRef, useState } from 'react'\nexport function useIt(on: boolean) { ${body} }`
  const { compiled, refusals } = await compileForReact(source, 'useIt.ts')
  expect([compiled, refusals.length]).toEqual([0, 1])
})
