import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { bundleSource } from './bundleSource.ts'

const react = join(import.meta.dirname, '../../packages/react')

/** The modules that an app bundles for a statement, those that are loaded later included. */
async function listModules(source: string): Promise<string[]> {
  const chunks = await bundleSource({
    source,
    path: join(react, 'statement.ts'),
    external: [/^react(\/|$)/, /^react-dom(\/|$)/],
  })
  return chunks.flatMap(({ modules }) =>
    Object.entries(modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : [])),
  )
}

const walletLibraries = /node_modules\/(?:viem|wagmi|@wagmi|@tanstack|ox|abitype|@noble)\//

test('default: @kit/react/email and OtpForm bring nothing of wagmi, viem or TanStack Query', async () => {
  const modules = await listModules(
    "export * from '@kit/react/email'; export { OtpForm } from '@kit/react/otp-form'",
  )
  expect(modules.some((id) => id.endsWith('EmailAuthProvider.tsx'))).toBe(true)
  expect(modules.filter((id) => walletLibraries.test(id))).toEqual([])
})

test('behavior: the declarations of @kit/react/email name no library that need not be installed', () => {
  const seen = new Set<string>()
  const foreign = new Set<string>()
  const read = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    const text = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '')
    for (const [, target = ''] of text.matchAll(/(?:from |import\()['"]([^'"]+)['"]/g))
      if (target.startsWith('.')) read(join(dirname(file), target.replace(/\.tsx?$/, '.d.ts')))
      else foreign.add(target)
  }
  read(join(react, 'dist/email.d.ts'))
  expect([...foreign].filter((name) => name !== 'react' && !name.startsWith('@kit/core'))).toEqual(
    [],
  )
})

test('behavior: the default configuration brings no serializers of the OP stack', async () => {
  const modules = await listModules("export { AuthProvider } from '@kit/react'")
  expect(modules.some((id) => id.endsWith('createDefaultConfig.ts'))).toBe(true)
  expect(modules.filter((id) => id.includes('op-stack/'))).toEqual([])
})
