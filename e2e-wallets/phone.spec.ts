import { devices } from '@playwright/test'
import { expect, test } from './fixtures.ts'

test.use({ ...devices['iPhone 15'], defaultBrowserType: undefined } as object)

test.beforeEach(async ({ context }) => {
  // Records the links that a phone would open, and whether each was opened during a tap. A phone ignores other
  // links.
  await context.addInitScript(() => {
    const opened: { url: string; isTap: boolean }[] = []
    Object.assign(window, { opened })
    window.open = (url) => {
      opened.push({ url: String(url), isTap: navigator.userActivation.isActive })
      return null
    }
    window.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (link === null) return
      opened.push({ url: link.href, isTap: true })
      event.preventDefault()
    })
  })
})

const readChoice = () => localStorage.getItem('WALLETCONNECT_DEEPLINK_CHOICE')
const readOpened = () => Reflect.get(window, 'opened') as { url: string; isTap: boolean }[]

test('default: links are present from the start, with the apps’ schemes, or with a web link if an app has no scheme', async ({
  page,
  visit,
}) => {
  await page.goto('/')
  await visit.row.tap()
  const link = page.getByRole('link', { name: 'Open in MetaMask' })
  await expect(link).toBeVisible()
  const uri = await visit.readUri()
  expect(await link.getAttribute('href')).toBe(`metamask://wc?uri=${encodeURIComponent(uri)}`)
  expect(await link.getAttribute('target')).toBeNull()
  const other = page.getByRole('link', { name: 'Get MetaMask' })
  expect(await other.getAttribute('href')).toBe(
    `https://metamask.app.link/wc?uri=${encodeURIComponent(uri)}`,
  )
  expect(await other.getAttribute('rel')).toBe('noopener noreferrer')
  expect(await other.getAttribute('target')).toBe('_blank')
  const any = page.getByRole('link', { name: 'Open in another wallet' })
  expect(await any.getAttribute('href')).toBe(uri)
  expect(await page.evaluate(readChoice)).toBeNull()
})

test('behavior: after the return from the app that connected, one tap opens it again to sign, with one prompt', async ({
  page,
  remote,
  visit,
}) => {
  await page.goto('/')
  await visit.row.tap()
  const uri = await visit.readUri()
  await page.getByRole('link', { name: 'Open in MetaMask' }).tap()
  expect(await page.evaluate(readChoice)).toBe('{"href":"metamask://","name":"MetaMask"}')
  await remote.scan(uri)
  await expect(visit.says('Sign the message in MetaMask.')).toBeVisible()
  // No request was sent, because the phone would not have opened the app for it.
  expect(remote.prompts).toHaveLength(0)
  // MetaMask's app sends its chain only after the connection:
  // https://github.com/WalletConnect/walletconnect-monorepo/issues/3031
  await remote.switchChain(100)
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('wagmi.store')))
    .toContain('"chainId":100')
  await page.getByRole('button', { name: 'Open MetaMask again' }).tap()
  await expect(visit.signOut).toBeVisible()
  expect(remote.prompts).toHaveLength(1)
  expect(remote.prompts[0]).toContain('\nChain ID: 100\n')
  const opened = await page.evaluate(readOpened)
  expect(opened).toHaveLength(2)
  expect(opened[1]?.url).toMatch(/^metamask:\/\/wc\?requestId=\d+&sessionTopic=/)
  expect(opened[1]?.isTap).toBe(true)
})

test('behavior: on a later visit the app opens within the tap, even if the backend is slow', async ({
  page,
  remote,
  visit,
}) => {
  await page.goto('/')
  await visit.row.tap()
  const uri = await visit.readUri()
  await page.getByRole('link', { name: 'Open in MetaMask' }).tap()
  await remote.scan(uri)
  await page.getByRole('button', { name: 'Open MetaMask again' }).tap()
  await visit.signOut.tap()
  await expect(visit.row).toBeVisible()
  await page.reload()
  await expect(visit.row).toContainText('Recent')
  await page.waitForLoadState('networkidle')
  // From now on the backend does not answer.
  await page.route('**/api/auth/**', () => new Promise(() => {}))
  await visit.row.tap()
  await expect.poll(() => page.evaluate(readOpened)).toHaveLength(1)
  const [opened] = await page.evaluate(readOpened)
  expect(opened?.url).toMatch(/^metamask:\/\/wc\?requestId=/)
  expect(opened?.isTap).toBe(true)
  await expect.poll(() => remote.prompts.length).toBe(2)
})

test('behavior: a wallet on another device does not open an app on this one', async ({
  page,
  remote,
  visit,
}) => {
  await page.goto('/')
  await visit.row.tap()
  await page.getByRole('link', { name: 'Open in MetaMask' }).tap()
  expect(await page.evaluate(readChoice)).not.toBeNull()
  await page.getByText('Use a wallet on another device').tap()
  await expect(visit.code).toBeVisible()
  // The browser reports a moment later that the details are open.
  await expect.poll(() => page.evaluate(readChoice)).toBeNull()
  await remote.scan(await visit.readUri())
  await expect(visit.signOut).toBeVisible()
  expect(remote.prompts).toHaveLength(1)
  expect(await page.evaluate(readOpened)).toHaveLength(1)
})

// https://github.com/rainbow-me/rainbowkit/issues/1881, https://github.com/rainbow-me/rainbowkit/issues/2241 and
// https://github.com/reown-com/appkit/issues/1530: Telegram's browser shows an error for other schemes.
test('behavior: inside Telegram, apps are opened by their web links', {
  tag: '@matrix',
}, async ({ context, page, visit }) => {
  await context.addInitScript(() => Object.assign(window, { TelegramWebviewProxy: {} }))
  await page.goto('/')
  await visit.row.tap()
  const link = page.getByRole('link', { name: 'Open in MetaMask' })
  await expect(link).toBeVisible()
  const uri = await visit.readUri()
  expect(await link.getAttribute('href')).toBe(
    `https://metamask.app.link/wc?uri=${encodeURIComponent(uri)}`,
  )
  expect(await link.getAttribute('target')).toBe('_blank')
  const links = await page
    .getByRole('link')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
  expect(links.filter((href) => !href.startsWith('https:'))).toEqual([])
  await link.tap()
  expect(await page.evaluate(readChoice)).toBe(
    '{"href":"https://metamask.app.link/","name":"MetaMask"}',
  )
})
