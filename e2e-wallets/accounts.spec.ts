import { createContractAccount } from '@kit/testing'
import { installWallet } from '@kit/testing/playwright'
import { generatePrivateKey, privateKeyToAccount, toAccount } from 'viem/accounts'
import { expect, test } from './fixtures.ts'

const kinds = ['ERC-1271, deployed', 'ERC-6492, not deployed yet'] as const
for (const kind of kinds)
  test(`default: a contract account (${kind}) signs in, one prompt, one request`, {
    tag: kind === kinds[0] ? [] : '@matrix',
  }, async ({ context, page, stage, visit }) => {
    const contract = createContractAccount(privateKeyToAccount(generatePrivateKey()))
    const isDeployed = kind === kinds[0]
    if (isDeployed) await contract.deploy(stage.rpcUrl)
    const wallet = await installWallet(context, {
      account: toAccount({
        address: contract.address,
        signMessage: ({ message }) =>
          isDeployed ? contract.sign(String(message)) : contract.signUndeployed(String(message)),
        signTransaction: () => Promise.reject(new Error('This test does not use it.')),
        signTypedData: () => Promise.reject(new Error('This test does not use it.')),
      }),
      chainId: 100,
    })
    const verifications: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/siwe/verify')) verifications.push(request.url())
    })
    await page.goto('/')
    await page.getByRole('button', { name: 'Test Wallet' }).click()
    await expect(visit.signOut).toBeVisible()
    expect([wallet.prompts.length, verifications.length]).toEqual([1, 1])
    const answer = await page.request.get('/api/auth/session')
    expect(await answer.json()).toMatchObject({
      session: { address: contract.address, chainId: 100 },
    })
  })

test('security: a signature that the contract does not approve is refused, and no session is opened', async ({
  context,
  page,
  visit,
}) => {
  const contract = createContractAccount(privateKeyToAccount(generatePrivateKey()))
  await installWallet(context, {
    account: toAccount({
      address: contract.address,
      signMessage: () => contract.signUndeployed('another text'),
      signTransaction: () => Promise.reject(new Error('This test does not use it.')),
      signTypedData: () => Promise.reject(new Error('This test does not use it.')),
    }),
    chainId: 100,
  })
  await page.goto('/')
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect(visit.tryAgain).toBeVisible()
  const answer = await page.request.get('/api/auth/session')
  expect(await answer.json()).toMatchObject({ session: null })
})

test('behavior: the wallet opens within the tap even if the backend does not answer', async ({
  context,
  page,
  visit,
  wallet,
}) => {
  await context.addInitScript(() => {
    window.addEventListener('eip6963:announceProvider', (event) => {
      const { provider } = (event as CustomEvent<{ provider: Provider }>).detail
      const { request } = provider
      provider.request = (call) => {
        if (call.method === 'personal_sign')
          Object.assign(window, { isTap: navigator.userActivation.isActive })
        return request(call)
      }
    })
    type Provider = { request: (call: { method: string }) => Promise<unknown> }
  })
  await page.goto('/')
  const row = page.getByRole('button', { name: 'Test Wallet' })
  await row.click()
  await visit.signOut.click()
  await expect(row).toBeVisible()
  await page.waitForLoadState('networkidle')
  await page.route('**/api/auth/**', () => new Promise(() => {}))
  await row.click()
  await expect.poll(() => wallet.prompts.length).toBe(2)
  expect(await page.evaluate(() => Reflect.get(window, 'isTap'))).toBe(true)
})

// https://github.com/spruceid/siwe-quickstart/issues/35: the nonce is lost without an explanation.
test('behavior: blocked cookies are reported after one prompt, and the wallet is not asked again', async ({
  page,
  visit,
  wallet,
}) => {
  let isBlocking = true
  await page.route('**/api/auth/**', async (route) => {
    if (!isBlocking) return route.continue()
    const response = await route.fetch({ headers: { ...route.request().headers(), cookie: '' } })
    await page.context().clearCookies()
    await route.fulfill({ response, headers: { ...response.headers(), 'set-cookie': '' } })
  })
  await page.goto('/')
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect(visit.says(/^Your browser blocked the sign-in cookie/)).toBeVisible()
  await visit.tryAgain.click()
  await expect(visit.says(/^Your browser blocked the sign-in cookie/)).toBeVisible()
  expect(wallet.prompts).toHaveLength(1)
  isBlocking = false
  await visit.tryAgain.click()
  await expect(visit.signOut).toBeVisible()
})

for (const hasList of [false, true])
  test(`behavior: a wallet without EIP-6963 signs in, ${hasList ? 'one of `window.ethereum.providers`' : 'the only one in `window.ethereum`'}`, {
    tag: hasList ? '@matrix' : [],
  }, async ({ context, page, visit, wallet }) => {
    await context.addInitScript((hasList) => {
      window.addEventListener('eip6963:announceProvider', (event) => {
        event.stopImmediatePropagation()
        const { provider } = (event as CustomEvent<{ provider: object }>).detail
        const other = { isOther: true, request: () => Promise.reject(new Error('Not asked.')) }
        const providers = hasList ? { providers: [provider, other] } : {}
        Object.assign(window, { ethereum: { ...provider, ...providers } })
      })
      window.dispatchEvent(new Event('eip6963:requestProvider'))
    }, hasList)
    await page.goto('/')
    await page.getByRole('button', { name: 'Browser wallet' }).click()
    await expect(visit.signOut).toBeVisible()
    expect(wallet.prompts).toHaveLength(1)
    await page.reload()
    await expect(visit.signOut).toBeVisible()
    expect(wallet.prompts).toHaveLength(1)
  })

test('behavior: after returning from a wallet that did not answer, one tap asks again and signs in', async ({
  page,
  visit,
  wallet,
}) => {
  const posts: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/siwe/verify')) posts.push(request.url())
  })
  wallet.setPolicy({ sign: 'silent' })
  await page.goto('/')
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect.poll(() => wallet.prompts.length).toBe(1)
  // A phone shows the page again like this after a return from the wallet's app.
  await page.evaluate(() =>
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
  )
  const again = page.getByRole('button', { name: 'Open Test Wallet again' })
  await expect(again).toBeVisible()
  wallet.setPolicy({ sign: 'approve' })
  await again.click()
  await expect(visit.signOut).toBeVisible()
  expect(wallet.prompts).toHaveLength(2)
  expect(wallet.prompts[1]).toBe(wallet.prompts[0])
  expect(posts).toHaveLength(1)
})

test('security: K-16 among a hundred wallets with hostile names and pictures, no script runs and the right wallet is asked', async ({
  context,
  page,
  visit,
  wallet,
}) => {
  await context.addInitScript(() => {
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.isRun = true"><script>window.isRun = true</script></svg>`
    const ask = async ({ method }: { method: string }) => {
      // The page may call methods that do not ask the user on every wallet.
      if (method !== 'eth_accounts') Object.assign(window, { asked: method })
      throw Object.assign(new Error('no'), { code: 4001 })
    }
    const announce = () => {
      for (let index = 0; index < 100; index += 1) {
        const info = {
          // All of them have the same id, and the first two have the right wallet's name.
          uuid: '00000000-0000-4000-8000-000000000000',
          rdns: index % 2 === 0 ? 'test.spoof' : `test.spoof${index}`,
          name: index < 2 ? 'Test Wallet' : `<img src=x onerror="window.isRun = true">${index}`,
          icon:
            index % 3 === 0
              ? 'data:image/png,broken'
              : `data:image/svg+xml,${encodeURIComponent(picture)}`,
        }
        const provider = { request: ask, on: () => {}, removeListener: () => {} }
        const detail = Object.freeze({ info: Object.freeze(info), provider })
        window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
      }
    }
    window.addEventListener('eip6963:requestProvider', announce)
    // Some wallets announce themselves long after the page has loaded.
    setTimeout(announce, 1500)
  })
  await page.goto('/')
  const list = page.getByRole('list', { name: 'Wallets' })
  const rows = list.getByRole('button')
  await expect.poll(() => rows.count()).toBeGreaterThan(2)
  const own = await page.evaluate(() => document.querySelectorAll('img[src="x"]').length)
  expect(own).toBe(0)
  await list.getByRole('button', { name: 'Test Wallet', exact: true }).first().click()
  await expect(visit.signOut).toBeVisible()
  expect(wallet.prompts).toHaveLength(1)
  const seen = () => [Reflect.get(window, 'isRun'), Reflect.get(window, 'asked')]
  expect(await page.evaluate(seen)).toEqual([undefined, undefined])
})
