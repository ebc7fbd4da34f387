import { createSandbox } from '@kit/sandbox'
import { installWallet } from '@kit/testing/playwright'
import { expect, type Page, test } from '@playwright/test'
import { findFreePort } from '../packages/server/src/fixtures/startRedis.ts'
import { signInBothWays } from './signInBothWays.ts'
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
      await signInBothWays(page, {
        origin,
        inbox: sandbox.url,
        ...(rendered.includes(guide) && { openForm: () => openWithoutScripts(page, origin) }),
      })
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
