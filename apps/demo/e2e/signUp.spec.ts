import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { askForCode, expect, readCode, test } from './fixtures.ts'

async function signUp(page: Page, email: string): Promise<string> {
  await page.goto('/')
  await page.getByRole('link', { name: 'Create an account' }).click()
  // The card on the previous page also has a field with this name.
  await expect(page.getByRole('heading', { name: 'Create an account' })).toBeVisible()
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Create my account' }).click()
  const answer = page.getByText('You’re almost done')
  await expect(answer).toBeVisible()
  return ((await answer.textContent()) ?? '').replace(email, '…')
}

test('default: a new user creates an account and signs in with a code', async ({ page, stack }) => {
  const email = `${randomUUID()}@example.org`
  await signUp(page, email)
  await expect
    .poll(async () => {
      const answer = await fetch(`${stack.sandboxUrl}/_sandbox/users`)
      const users: { email: string | null }[] = await answer.json()
      return users.some((user) => user.email === email)
    })
    .toBe(true)
  await askForCode(page, email)
  const code = await readCode(page, stack, email)
  await page.getByRole('textbox', { name: 'Code' }).pressSequentially(code)
  await expect(page.getByText('Signed in by email')).toBeVisible()
})

test('security: signing up with a known address looks like signing up with a new one, and creates no second account', async ({
  page,
  user,
  stack,
}) => {
  expect(await signUp(page, user)).toBe(await signUp(page, `${randomUUID()}@example.org`))
  const answer = await fetch(`${stack.sandboxUrl}/_sandbox/requests?upstream=bakkt`)
  const requests: { method: string; path: string; body: unknown }[] = await answer.json()
  const made = requests.filter(({ method, path }) => method === 'POST' && path === '/user')
  expect(JSON.stringify(made)).not.toContain(user)
})
