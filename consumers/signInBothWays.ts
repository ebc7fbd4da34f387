import { expect, type Page } from '@playwright/test'

/**
 * Signs in with a wallet, signs out, and signs in with a code from the sandbox's inbox.
 *
 * @param options.openForm - opens the page again before the form is used, and returns a function that is called
 *   after the form is submitted.
 */
export async function signInBothWays(
  page: Page,
  {
    origin,
    inbox,
    hasEmail = true,
    openForm = async () => () => {},
  }: {
    origin: string
    inbox: string
    hasEmail?: boolean
    openForm?: () => Promise<() => void>
  },
): Promise<void> {
  await page.goto(origin)
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  const userButton = page
    // Excludes the button of Next.js' development tools.
    .locator('.kit-user-button, [aria-haspopup=menu]:not([data-nextjs-dev-tools-button])')
    .first()
  await userButton.click()
  if (!hasEmail) return
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()

  const release = await openForm()
  await page.getByRole('textbox', { name: /email/i }).fill('ada@example.com')
  await page.keyboard.press('Enter')
  release()
  await expect.poll(() => readCode(inbox)).toMatch(/^\d{6}$/)
  await page
    .getByRole('textbox', { name: /code/i })
    .first()
    .fill(await readCode(inbox))
  await expect(userButton).toBeVisible()
}

async function readCode(inbox: string): Promise<string> {
  const answer = await fetch(`${inbox}/_sandbox/inbox?to=ada@example.com`)
  const [mail]: { code: string }[] = await answer.json()
  return mail?.code ?? ''
}
