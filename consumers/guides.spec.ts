import { createSandbox } from '@kit/sandbox'
import { installWallet } from '@kit/testing/playwright'
import { expect, type Page, test } from '@playwright/test'
import { findFreePort } from '../packages/server/src/fixtures/startRedis.ts'
import { startApp } from './startApp.ts'

/* Tests the apps of `docs/guides`: the code blocks of each guide, with the packages from the tarballs. */
const guides = [
  'express',
  'fastify',
  'vite-hono',
  'next-app-router',
  'next-pages-router',
  'react-router',
  'tanstack-start',
  'astro',
  'shadcn',
]

/** The guides whose server renders the form. A user may submit it before the page's scripts have loaded. */
const rendered = [
  'next-app-router',
  'next-pages-router',
  'react-router',
  'tanstack-start',
  'shadcn',
]

test.setTimeout(180_000)

for (const guide of guides)
  test(`behavior: ${guide} of the guides signs in with a wallet and with a code`, async ({
    page,
    context,
  }) => {
    const sandbox = await createSandbox().listen({ port: 0, smtpPort: 0 })
    const port = await findFreePort()
    const origin = `http://localhost:${port}`
    const app = await startApp(`guide-${guide}`, {
      port,
      env: {
        HOST: 'localhost',
        AUTH_ORIGIN: origin,
        AUTH_SECRET: 'a-secret-that-only-the-tests-of-guides-know',
        SMTP_URL: sandbox.smtpUrl,
      },
    })
    const complaints: string[] = []
    page.on('console', (line) => {
      // The frameworks' templates have an icon, which the guides do not mention.
      const isIcon = line.location().url.endsWith('/favicon.ico')
      if (line.type() === 'error' && !isIcon) complaints.push(line.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    try {
      await installWallet(context)
      await page.goto(origin)
      await page.getByRole('button', { name: 'Test Wallet' }).click()
      const userButton = page.locator('.kit-user-button, [aria-haspopup=menu]').first()
      await userButton.click()
      await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()

      const release = rendered.includes(guide) ? await openWithoutScripts(page, origin) : () => {}
      await page.getByRole('textbox', { name: /email/i }).fill('ada@example.com')
      await page.keyboard.press('Enter')
      release()
      await expect.poll(() => readCode(sandbox.url)).toMatch(/^\d{6}$/)
      await page
        .getByRole('textbox', { name: /code/i })
        .first()
        .fill(await readCode(sandbox.url))
      await expect(userButton).toBeVisible()
      expect(complaints).toEqual([])
    } finally {
      await app.close()
      await sandbox.close()
    }
  })

/** Opens a page whose scripts load only after the returned function is called. */
async function openWithoutScripts(page: Page, url: string): Promise<() => void> {
  let release: () => void = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(/\.m?js(?:\?|$)/, async (route) => {
    await released
    await route.continue()
  })
  await page.goto(url, { waitUntil: 'commit' })
  return release
}

/* Astro and TanStack Start load the backend with the first request, as their guides say. */
for (const guide of [
  'express',
  'fastify',
  'vite-hono',
  'next-app-router',
  'next-pages-router',
  'react-router',
])
  test(`security: ${guide} of the guides does not start without AUTH_SECRET`, async () => {
    const started = startApp(`guide-${guide}`, {
      port: await findFreePort(),
      path: '/api/auth/session',
      env: { HOST: 'localhost', AUTH_SECRET: '' },
    })
    await expect(started).rejects.toThrow('secret is missing or too short')
  })

async function readCode(url: string): Promise<string> {
  const answer = await fetch(`${url}/_sandbox/inbox?to=ada@example.com`)
  const [mail]: { code: string }[] = await answer.json()
  return mail?.code ?? ''
}
