import { expect, test } from './fixtures.ts'

/* Tests the page in a frame. */

test('behavior: a frame on the same site signs in', async ({ page, stage, wallet }) => {
  await page.route('**/shows', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><title>This site</title><iframe src="${stage.url}" width="480" height="640"></iframe>`,
    }),
  )
  await page.goto('/shows')
  const frame = page.frameLocator('iframe')
  await frame.getByRole('button', { name: 'Test Wallet' }).click()
  await expect(frame.getByRole('button', { name: 'Sign out' })).toBeVisible()
  expect(wallet.prompts).toHaveLength(1)
})
