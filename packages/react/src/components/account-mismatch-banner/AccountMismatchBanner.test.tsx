import { createFakeWallet } from '@kit/testing/browser'
import { createFakeBackend, forgetVisit } from '@kit/testing/react'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { type Config, useConfig } from 'wagmi'
import { connect } from 'wagmi/actions'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { AccountMismatchBanner, useSiweLogin, useWallets } from '../../index.ts'

let config: Config | undefined
let login: useSiweLogin.ReturnType | undefined
let rows: useWallets.ReturnType = []
beforeEach(forgetVisit)

function Probe() {
  config = useConfig()
  login = useSiweLogin()
  rows = useWallets()
  return null
}

test('behavior: the banner signs in with the wallet of the session, not with another connected one', async () => {
  const alpha = createFakeWallet({ name: 'Alpha' })
  const beta = createFakeWallet({ name: 'Beta' })
  const backend = createFakeBackend()
  const ui = (
    <>
      <Probe />
      <AccountMismatchBanner />
    </>
  )
  await renderWithAuth(ui, { backend, accountChange: 'ask' })
  await expect.poll(() => rows.length).toBe(2)
  const find = (name: string) => rows.find((row) => row.name === name) ?? expect.fail()
  await login?.signInAsync({ wallet: find('Alpha') })
  await connect(config ?? expect.fail(), { connector: find('Beta').connector })
  const next = privateKeyToAccount(generatePrivateKey())
  alpha.switchAccount(next)
  await page.getByRole('button', { name: /^Sign in as/ }).click()
  await expect.poll(() => backend.state.session?.address).toBe(next.address)
  expect([alpha.prompts.length, beta.prompts.length]).toEqual([2, 0])
  await expect.element(page.getByRole('region')).not.toBeInTheDocument()
  alpha.withdraw()
  beta.withdraw()
})
