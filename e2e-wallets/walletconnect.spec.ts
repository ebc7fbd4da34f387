import { createContractAccount } from '@kit/testing'
import { hexToString, isHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount, toAccount } from 'viem/accounts'
import { expect, test } from './fixtures.ts'
import { createRemoteWallet } from './wallet/createRemoteWallet.ts'

test('default: after the scan, the user approves and signs with one prompt and one request', async ({
  page,
  remote,
  visit,
}) => {
  const posts: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(new URL(request.url()).pathname)
  })
  await page.goto('/')
  await expect.poll(() => posts).toEqual(['/api/auth/siwe/challenge'])
  await visit.signInByScan(remote)
  expect(posts.filter((path) => path.endsWith('/verify'))).toHaveLength(1)
  expect(posts[1]).toBe('/api/auth/siwe/verify')
  expect([remote.proposals, remote.prompts.length]).toEqual([1, 1])
  expect(remote.prompts[0]).toContain(`\n${remote.address}\n`)
})

test('behavior: declining the connection shows why, and the next attempt has a new code', {
  tag: '@matrix',
}, async ({ page, remote, visit }) => {
  remote.policy.connect = 'reject'
  await page.goto('/')
  await visit.row.click()
  const first = await visit.readUri()
  await remote.scan(first)
  await expect(visit.says(/^You declined in your wallet/)).toBeVisible()
  await expect(visit.code).toBeHidden()
  remote.policy.connect = 'approve'
  await visit.tryAgain.click()
  const second = await visit.readUri()
  expect(second).not.toBe(first)
  await remote.scan(second)
  await expect(visit.signOut).toBeVisible()
  expect(remote.prompts).toHaveLength(1)
})

test('security: K-04 a declined signature (a plain object with code 5000) is not an error and opens no session', async ({
  page,
  remote,
  visit,
}) => {
  remote.policy.sign = 'reject'
  await page.goto('/')
  await visit.row.click()
  await remote.scan(await visit.readUri())
  await expect(visit.says(/^You declined in your wallet/)).toBeVisible()
  remote.policy.sign = 'approve'
  await visit.tryAgain.click()
  await expect(visit.signOut).toBeVisible()
  // The wallet is already connected, so the user does not scan a code again.
  expect([remote.proposals, remote.prompts.length]).toEqual([1, 2])
})

test('behavior: after a cancelled connection, the next code is new and works', {
  tag: '@matrix',
}, async ({ page, remote, visit }) => {
  remote.policy.connect = 'ignore'
  await page.goto('/')
  await visit.row.click()
  const first = await visit.readUri()
  await remote.scan(first)
  await expect.poll(() => remote.proposals).toBe(1)
  await visit.cancel.click()
  await expect(visit.code).toBeHidden()
  remote.policy.connect = 'approve'
  await visit.row.click()
  const second = await visit.readUri()
  expect(second).not.toBe(first)
  await remote.scan(second)
  await expect(visit.signOut).toBeVisible()
  expect(remote.prompts).toHaveLength(1)
})

test('behavior: if the connection is lost while the wallet approves, the answer waits and arrives', async ({
  page,
  remote,
  stage,
  visit,
}) => {
  remote.policy.connect = 'hold'
  await page.goto('/')
  await visit.row.click()
  await remote.scan(await visit.readUri())
  await expect.poll(() => remote.proposals).toBe(1)
  const mend = stage.relay.cut()
  remote.release()
  await expect.poll(() => remote.topics().length).toBe(1)
  mend()
  await expect(visit.signOut).toBeVisible()
  expect(remote.prompts).toHaveLength(1)
})

test('behavior: a reload resumes the connection without asking the wallet', async ({
  page,
  remote,
  visit,
}) => {
  await page.goto('/')
  await visit.signInByScan(remote)
  await page.reload()
  await visit.signOut.click()
  await expect(visit.row).toBeVisible()
  expect([remote.proposals, remote.prompts.length]).toEqual([1, 1])
  await visit.row.click()
  await expect(visit.signOut).toBeVisible()
  expect([remote.proposals, remote.prompts.length]).toEqual([1, 2])
})

test('behavior: after disconnecting in the wallet, the page shows it and connects again', {
  tag: '@matrix',
}, async ({ page, remote, visit }) => {
  await page.goto('/')
  await visit.row.click()
  await remote.scan(await visit.readUri())
  await visit.signOut.click()
  await remote.disconnect()
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('wagmi.store')))
    .toContain('"current":null')
  await visit.signInByScan(remote)
  expect(remote.proposals).toBe(2)
})

// https://github.com/WalletConnect/walletconnect-monorepo/issues/2379
test('behavior: if the wallet ends the connection while the page is closed, the page connects again', {
  tag: '@matrix',
}, async ({ page, remote, visit }) => {
  await page.goto('/')
  await visit.row.click()
  await remote.scan(await visit.readUri())
  await visit.signOut.click()
  await expect(visit.row).toBeVisible()
  await page.goto('about:blank')
  await remote.disconnect()
  await page.goto('/')
  await visit.signInByScan(remote)
  expect(remote.proposals).toBe(2)
})

test('security: K-01 another account in the wallet ends the session once and does not ask the user', async ({
  page,
  stage,
  visit,
}) => {
  const accounts = [1, 2].map(() => privateKeyToAccount(generatePrivateKey()))
  const remote = await createRemoteWallet({ relayUrl: stage.relay.url, accounts })
  const ends: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'DELETE') ends.push(request.url())
  })
  await page.goto('/')
  await visit.signInByScan(remote)
  await remote.switchAccount(1)
  await expect(visit.row).toBeVisible()
  expect([ends.length, remote.prompts.length]).toEqual([1, 1])
  await visit.row.click()
  await expect(visit.signOut).toBeVisible()
  expect(remote.prompts[1]).toContain(`\n${accounts[1]?.address}\n`)
  await remote.close()
})

test('behavior: after the wallet switches the chain, the session stays, and the next message names the new chain', {
  tag: '@matrix',
}, async ({ page, remote, visit }) => {
  await page.goto('/')
  await visit.signInByScan(remote)
  expect(remote.prompts[0]).toContain('\nChain ID: 1\n')
  await remote.switchChain(100)
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('wagmi.store')))
    .toContain('"chainId":100')
  await expect(visit.signOut).toBeVisible()
  await visit.signOut.click()
  await visit.row.click()
  await expect.poll(() => remote.prompts.length).toBe(2)
  expect(remote.prompts[1]).toContain('\nChain ID: 100\n')
})

// https://github.com/WalletConnect/walletconnect-monorepo/issues/3031
test('default: the message for a contract account names the only chain that its wallet has approved', {
  tag: '@matrix',
}, async ({ page, stage, visit }) => {
  const contract = createContractAccount(privateKeyToAccount(generatePrivateKey()))
  await contract.deploy(stage.rpcUrl)
  const account = toAccount({
    address: contract.address,
    signMessage: ({ message }) => contract.sign(toText(message)),
    signTransaction: () => Promise.reject(new Error('This test does not use it.')),
    signTypedData: () => Promise.reject(new Error('This test does not use it.')),
  })
  const options = { relayUrl: stage.relay.url, accounts: [account], chainIds: [100] }
  const remote = await createRemoteWallet(options)
  await page.goto('/')
  await visit.signInByScan(remote)
  expect(remote.prompts).toHaveLength(1)
  expect(remote.prompts[0]).toContain('\nChain ID: 100\n')
  const answer = await page.request.get('/api/auth/session')
  expect(await answer.json()).toMatchObject({
    session: { address: contract.address, chainId: 100 },
  })
  await remote.close()
})

// https://github.com/WalletConnect/walletconnect-monorepo/issues/2905: the SDK follows the wallet to a chain that the
// connection does not include, where it has no account.
test('behavior: after the wallet moves to a chain that the connection does not include, the page connects again', {
  tag: '@matrix',
}, async ({ page, remote, visit }) => {
  await page.goto('/')
  await visit.signInByScan(remote)
  await remote.switchChain(137)
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('wagmi.store')))
    .toContain('"current":null')
  await visit.signOut.click()
  await visit.signInByScan(remote)
  expect(remote.prompts).toHaveLength(2)
  expect(remote.prompts[1]).toContain('\nChain ID: 1\n')
})

test('behavior: the code is renewed before it expires after five minutes, and the previous code still works', {
  tag: '@matrix',
}, async ({ page, remote, visit }) => {
  await page.clock.install()
  await page.goto('/')
  await visit.row.click()
  const first = await visit.readUri()
  const shownAt = await page.evaluate(() => Date.now())
  await page.clock.pauseAt(shownAt + 200_000)
  expect(await visit.readUri()).toBe(first)
  await page.clock.runFor(75_000)
  await expect.poll(() => visit.readUri()).not.toBe(first)
  await remote.scan(first)
  // The page's five minutes must not end while this runs.
  await expect
    .poll(async () => {
      await page.clock.runFor(50)
      return visit.signOut.isVisible()
    })
    .toBe(true)
  expect(remote.prompts).toHaveLength(1)
})

test('behavior: an approval after cancelling does not lead to a session', async ({
  page,
  remote,
  visit,
}) => {
  remote.policy.connect = 'hold'
  await page.goto('/')
  await visit.row.click()
  await remote.scan(await visit.readUri())
  await expect.poll(() => remote.proposals).toBe(1)
  await visit.cancel.click()
  remote.release()
  await expect.poll(() => remote.approvals).toBe(1)
  // The page ends the late connection.
  await expect.poll(() => remote.topics()).toEqual([])
  await expect(visit.row).toBeVisible()
  const answer = await page.request.get('/api/auth/session')
  expect(await answer.json()).toMatchObject({ session: null })
  expect(remote.prompts).toHaveLength(0)
})

function toText(message: string | { raw: Uint8Array | string }): string {
  const raw = typeof message === 'string' ? message : message.raw
  return typeof raw === 'string' && isHex(raw) ? hexToString(raw) : String(raw)
}
