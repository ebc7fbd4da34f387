import { existsSync } from 'node:fs'
import { startChromium } from './engines/startChromium.ts'
import { startFirefox } from './engines/startFirefox.ts'
import { startWebKit } from './engines/startWebKit.ts'
import type { Tab } from './engines/Tab.ts'
import { test as base, expect } from './fixtures.ts'

/** The engines in `README.md`. An installed engine has a path. */
const engines: Engine[] = [
  {
    name: 'WebKitGTK',
    variable: 'WEBKIT_DRIVER_PATH',
    usual: '/usr/bin/WebKitWebDriver',
    screen: '/usr/bin/Xvfb',
    start: startWebKit,
  },
  { name: 'Firefox', variable: 'FIREFOX_PATH', usual: '/usr/bin/firefox-esr', start: startFirefox },
  { name: 'Firefox 115', variable: 'FIREFOX_115_PATH', start: startFirefox },
  { name: 'Chromium 111', variable: 'CHROMIUM_111_PATH', start: startChromium },
]

interface Engine {
  name: string
  /** The environment variable that contains the path. */
  variable: string
  usual?: string
  /** The virtual screen, if the engine cannot run without one. */
  screen?: string
  start: (path: string) => Promise<Tab>
}

for (const { name, variable, usual = '', screen, start } of engines) {
  const path = process.env[variable] ?? usual
  const isMissing = [path, screen ?? path].some((file) => !existsSync(file))
  const reason = `${name} is not installed here, or ${variable} is not its path.`
  const test = base.extend<{ tab: Tab }>({
    tab: async ({ stage }, use) => {
      const tab = await start(path)
      await tab.open(stage.enginesUrl)
      await use(tab)
      await tab.close()
    },
  })

  test.describe(`${name} @matrix`, () => {
    test.skip(isMissing, reason)

    // In Safari, a press focuses an ancestor with `tabindex`. The menu must not close before the click.
    test('default: a wallet signs in with one prompt, and the menu signs out by mouse', async ({
      tab,
    }) => {
      await tab.press('Test Wallet')
      const address = String(await tab.run('return wallet.address'))
      await tab.press(address.slice(0, 6))
      expect(await tab.run('return wallet.prompts.length')).toBe(1)
      await tab.press('Sign out')
      await tab.sees('Test Wallet')
    })

    test('default: a typed code signs in, and a reload keeps the session', async ({
      tab,
      stage,
    }) => {
      await tab.type('Code', await askForCode(tab, stage.codes))
      await tab.sees('Signed in by email')
      await tab.open(stage.enginesUrl)
      await tab.press('Signed in by email')
      await tab.press('Sign out')
      await tab.sees('Test Wallet')
    })

    test('behavior: the whole email, pasted over a refused code, signs in', async ({
      tab,
      stage,
    }) => {
      const code = await askForCode(tab, stage.codes)
      await tab.type('Code', code === '000000' ? '111111' : '000000')
      await tab.sees('That code isn’t right')
      await tab.paste('Code', `Your code is ${code.slice(0, 3)} ${code.slice(3)}. It expires soon.`)
      await tab.sees('Signed in by email')
    })

    test('behavior: a code that a password manager fills in signs in', async ({ tab, stage }) => {
      const code = await askForCode(tab, stage.codes)
      await tab.run(
        `const field = document.querySelector('[autocomplete=one-time-code]')
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, arguments[0])
        field.dispatchEvent(new Event('input', { bubbles: true }))`,
        code,
      )
      await tab.sees('Signed in by email')
    })

    test('behavior: the card says that the user declined, and trying again works', async ({
      tab,
    }) => {
      await tab.sees('Test Wallet')
      await tab.run("wallet.policy.sign = 'reject'")
      await tab.press('Test Wallet')
      await tab.sees('You declined in your wallet')
      await tab.run("wallet.policy.sign = 'approve'")
      await tab.press('Try again')
      await tab.sees('0x')
    })

    test('behavior: at 320 px with text of 200 %, no element is wider than the page', async ({
      tab,
      stage,
    }) => {
      const { enginesUrl } = stage
      await tab.sees('Test Wallet')
      await tab.run(
        `document.body.innerHTML = '<iframe width="320" height="700"></iframe>'
        document.querySelector('iframe').src = arguments[0]`,
        `${enginesUrl}/?large`,
      )
      await expect
        .poll(() =>
          tab.run(
            "return document.querySelector('iframe').contentDocument?.querySelector('[type=email]') != null",
          ),
        )
        .toBe(true)
      await tab.run(
        "document.querySelector('iframe').contentDocument.documentElement.style.fontSize = '200%'",
      )
      expect(
        await tab.run(
          "return document.querySelector('iframe').contentDocument.documentElement.scrollWidth",
        ),
      ).toBeLessThanOrEqual(320)
    })
  })

  if (start === startFirefox)
    base(
      `behavior: ${name} without cookies and storage shows the card and explains why the sign-in failed @matrix`,
      async ({ stage }) => {
        base.skip(isMissing, reason)
        const tab = await startFirefox(path, { 'network.cookie.cookieBehavior': 2 })
        try {
          await tab.open(stage.enginesUrl)
          await tab.press('Test Wallet')
          await tab.sees('Your browser blocked the sign-in cookie')
        } finally {
          await tab.close()
        }
      },
    )
}

/** Requests a code by email, and waits for it. */
async function askForCode(tab: Tab, codes: ReadonlyMap<string, string>): Promise<string> {
  const email = `${crypto.randomUUID().slice(0, 8)}@example.com`
  await tab.type('Email', `${email}\n`)
  await tab.sees('6-digit code')
  await expect.poll(() => codes.get(email)).toBeDefined()
  return codes.get(email) ?? ''
}
