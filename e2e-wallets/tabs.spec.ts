import { installWallet } from '@kit/testing/playwright'
import type { Page } from '@playwright/test'
import { createVisit, expect, test } from './fixtures.ts'

test('behavior: after a sign-out, two tabs that start at the same time each sign in with one prompt and one POST', async ({
  context,
  page,
  wallet,
}) => {
  const verdicts: number[] = []
  context.on('response', (answer) => {
    if (answer.url().endsWith('/siwe/verify')) verdicts.push(answer.status())
  })
  const tabs = [page, await context.newPage()]
  const row = (tab: Page) => tab.getByRole('button', { name: 'Test Wallet' })
  const signOut = (tab: Page) => createVisit(tab).signOut
  const signIn = async (tab: Page | undefined) => {
    if (tab !== undefined) await row(tab).click()
    for (const each of tabs) await expect(signOut(each)).toBeVisible()
  }

  /** Holds answers until both tabs have requested one or wait for their turn. */
  async function beginAnew(): Promise<Page[]> {
    const asking: Page[] = []
    let answer = () => {}
    const isReady = new Promise<void>((resolve) => {
      answer = resolve
    })
    await context.route('**/siwe/challenge', async (route) => {
      asking.push(route.request().frame().page())
      await isReady
      await route.continue()
    })
    const answers = tabs.map((tab) => tab.waitForResponse('**/siwe/challenge'))
    await signOut(page).click()
    const countWaiting = () => navigator.locks.query().then(({ pending }) => pending?.length ?? 0)
    await expect.poll(async () => asking.length + (await page.evaluate(countWaiting))).toBe(2)
    answer()
    await Promise.all(answers)
    await context.unroute('**/siwe/challenge')
    return asking
  }

  for (const tab of tabs) {
    await tab.goto('/')
    await expect(row(tab)).toBeVisible()
  }
  await signIn(page)
  const [first] = await beginAnew()
  await signIn(first)
  const [, last] = await beginAnew()
  await signIn(last)
  expect([wallet.prompts.length, verdicts]).toEqual([3, [200, 200, 200]])
})

test('behavior: two tabs that sign in at the same time with different wallets agree on one session', async ({
  context,
  page,
  wallet,
}) => {
  const other = await installWallet(context, { name: 'Other Wallet', rdns: 'test.other' })
  const deletions: string[] = []
  context.on('request', (request) => {
    if (request.method() === 'DELETE') deletions.push(request.url())
  })
  const tabs = [page, await context.newPage()]
  const wallets = [wallet, other]
  for (const each of wallets) each.setPolicy({ sign: 'hold' })
  for (const [index, name] of ['Test Wallet', 'Other Wallet'].entries()) {
    await tabs[index]?.goto('/')
    await tabs[index]?.getByRole('button', { name }).click()
  }
  await expect.poll(() => wallets.map(({ prompts }) => prompts.length)).toEqual([1, 1])
  for (const each of wallets) each.release()
  for (const tab of tabs) await expect(createVisit(tab).signOut).toBeVisible()
  const answer = await page.request.get('/api/auth/session')
  const { address } = (await answer.json()).session as { address: string }
  for (const tab of tabs)
    await expect(tab.getByText(address.slice(-4), { exact: false }).first()).toBeVisible()
  expect([wallets.map(({ prompts }) => prompts.length), deletions]).toEqual([[1, 1], []])
})
