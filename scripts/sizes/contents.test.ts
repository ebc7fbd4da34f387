import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { OutputChunk } from 'rolldown'
import { expect, test } from 'vitest'
import { findFirstLoad } from './bundle.ts'
import { bundleByEsbuild } from './bundleByEsbuild.ts'
import { bundleSource } from './bundleSource.ts'

const react = join(import.meta.dirname, '../../packages/react')

const bundleStatement = (source: string) =>
  bundleSource({
    source,
    path: join(react, 'statement.ts'),
    external: [/^react(\/|$)/, /^react-dom(\/|$)/],
  })

/** Returns the modules that an app bundles for a statement, including those that are loaded later. */
const listModules = async (source: string) => listOf(await bundleStatement(source))

/** Returns the modules that the page needs at once. */
const listFirstModules = async (source: string) =>
  listOf(findFirstLoad(await bundleStatement(source)))

function listOf(chunks: readonly Pick<OutputChunk, 'modules'>[]): string[] {
  return chunks.flatMap(({ modules }) =>
    Object.entries(modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : [])),
  )
}

const walletLibraries = /node_modules\/(?:viem|wagmi|@wagmi|@tanstack|ox|abitype|@noble)\//

test('default: @kit/react/email and OtpForm do not include wagmi, viem or TanStack Query', async () => {
  const modules = await listModules(
    "export * from '@kit/react/email'; export { OtpForm } from '@kit/react/otp-form'",
  )
  expect(modules.some((id) => id.endsWith('EmailAuthProvider.tsx'))).toBe(true)
  expect(modules.filter((id) => walletLibraries.test(id))).toEqual([])
})

test('behavior: the declarations of @kit/react/email import no optional library', () => {
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

test('behavior: the default configuration does not include the serializers of the OP stack', async () => {
  const modules = await listModules("export { AuthProvider } from '@kit/react'")
  expect(modules.some((id) => id.endsWith('createDefaultConfig.ts'))).toBe(true)
  expect(modules.filter((id) => id.includes('op-stack/'))).toEqual([])
})

test('behavior: code that only a signature or a call to a chain needs is not loaded with the page', async () => {
  const page = `
    import { AuthProvider, SignIn } from '@kit/react'
    import { createConfig, http, useConnect, useConnection, useConnectors, WagmiProvider } from 'wagmi'
    import { mainnet } from 'wagmi/chains'
    import { injected } from 'wagmi/connectors'
    const transports = { [mainnet.id]: http() }
    const config = createConfig({ chains: [mainnet], connectors: [injected()], transports })
    console.log(AuthProvider, SignIn, useConnect, useConnection, useConnectors, WagmiProvider, config)`
  const modules = await listFirstModules(page)
  expect(modules.some((id) => id.endsWith('SignIn.tsx'))).toBe(true)
  // A bundler may put a module of the page into the same chunk as a part that is loaded later and also uses the
  // module.
  const late = /@noble\/curves|viem\/_esm\/(?:actions\/public\/call|utils\/ccip|utils\/ens\/)/
  expect(modules.filter((id) => late.test(id))).toEqual([])
})

// If an entry point exports a file that is also used by a part that is loaded later, esbuild loads that file first, even if
// the statement does not use it. To fix that, export a function from another file that calls it: see `normalizeOtp`.
test.for([
  "export { OtpInput } from '@kit/react'",
  "export { SignedIn } from '@kit/react'",
  "export { useOtpLogin, useSiweLogin, useSession, useSignOut } from '@kit/react'",
  "export { AuthProvider, SignIn } from '@kit/react'",
])(
  'behavior: esbuild loads only those files first that rolldown also loads first: %s',
  async (statement) => {
    const byRolldown = (await listFirstModules(statement)).map(toModuleName)
    const byEsbuild = await bundleByEsbuild({
      statement,
      folder: react,
      external: [
        'react',
        'react/*',
        'react-dom',
        '@tanstack/*',
        'viem',
        'viem/*',
        'wagmi',
        'wagmi/*',
      ],
    })
    const names = byEsbuild.flatMap(({ modules }) => modules.map(toModuleName))
    expect(names.length).toBeGreaterThan(3)
    expect(names.filter((name) => !byRolldown.includes(name))).toEqual([])
  },
)

/** The path below `src` or `dist` without its ending: `otp/useOtpLogin`. */
function toModuleName(path: string): string {
  return path.replace(/^.*packages\/(\w+)\/(?:src|dist)\/(.*)\.\w+$/, '$1/$2')
}
