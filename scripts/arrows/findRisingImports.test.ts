import { expect, test } from 'vitest'
import { findRisingImports } from './findRisingImports.ts'

test('default', () => {
  const source = "import { useStore } from '../login/useStore.ts'\nimport { a } from './a.ts'"
  expect(findRisingImports('react', 'session/useSession.ts', source)).toEqual([])
})

test.for([
  ['react', 'session/useSession.ts', '../components/sign-in/index.ts', 'session → components'],
  ['react', 'locales/useWords.ts', '../session/AuthContext.ts', 'locales → session'],
  ['react', 'provider/AuthProvider.tsx', '../index.ts', 'provider → index.ts'],
  ['server', 'http/Answer.ts', '../siwe/nonce.ts', 'http → siwe'],
  ['server', 'store/store.ts', '../createAuth.ts', 'store → createAuth.ts'],
  ['core', 'errors/problems.ts', '../contract/contract.ts', 'errors → contract'],
] as const)('behavior: in %s, %s may not import %s', ([name, file, specifier, arrow]) => {
  expect(findRisingImports(name, file, `import { x } from '${specifier}'`)).toEqual([arrow])
  expect(findRisingImports(name, file, `export type { X } from '${specifier}'`)).toEqual([arrow])
})

test('behavior: neighbours do not import each other', () => {
  const source = "import { useOtpLogin } from '../otp/useOtpLogin.ts'"
  expect(findRisingImports('react', 'siwe/useSiweLogin.ts', source)).toEqual(['siwe → otp'])
})

test('behavior: a room without a place in the order is reported', () => {
  expect(findRisingImports('react', 'helpers/a.ts', "import '../login/b.ts'")).toEqual([
    'helpers → login',
  ])
})
