import { expect, test } from 'vitest'
import { findIllegalImports } from './findIllegalImports.ts'

test('default', () => {
  expect(findIllegalImports('react', "import { AuthError } from '@kit/core'")).toEqual([])
})

test.for([
  ['core', "import { useSession } from '@kit/react'", '@kit/react'],
  ['core', "import type { Upstream } from '@kit/server'", '@kit/server'],
  ['react', "export { createAuth } from '@kit/server'", '@kit/server'],
  ['server', "await import('@kit/sandbox')", '@kit/sandbox'],
  ['sandbox', "import '@kit/core/problems'", '@kit/core/problems'],
  ['server', "import { x } from '../../core/src/index.ts'", '../../core/src/index.ts'],
] as const)('behavior: %s may not contain %s', ([name, source, specifier]) => {
  expect(findIllegalImports(name, source)).toEqual([specifier])
})

test('behavior: an example in a comment is not an import', () => {
  expect(findIllegalImports('core', " * import { useSession } from '@kit/react'\n")).toEqual([])
})
