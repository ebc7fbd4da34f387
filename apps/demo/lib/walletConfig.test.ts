import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => vi.resetModules())
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

async function readConfig(variables: Record<string, string>) {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  const info = vi.spyOn(console, 'info').mockReturnValue()
  const { walletConfig } = await import('./walletConfig.ts')
  return { walletConfig, messages: info.mock.calls.flat() }
}

test('default: with a project id, WalletConnect is one of the connectors', async () => {
  const { walletConfig, messages } = await readConfig({
    NODE_ENV: 'development',
    WALLETCONNECT_PROJECT_ID: 'a'.repeat(32),
  })
  expect(walletConfig?.connectors.map(({ id }) => id)).toContain('walletConnect')
  expect(messages).toEqual([])
})

test('behavior: without a project id, development says what is missing, and production nothing', async () => {
  const development = await readConfig({ NODE_ENV: 'development', WALLETCONNECT_PROJECT_ID: '' })
  expect(development.walletConfig).toBe(undefined)
  expect(development.messages.join()).toContain('set WALLETCONNECT_PROJECT_ID')
  vi.restoreAllMocks()
  vi.resetModules()
  const production = await readConfig({ NODE_ENV: 'production', WALLETCONNECT_PROJECT_ID: '' })
  expect(production).toEqual({ walletConfig: undefined, messages: [] })
})
