import { askForCode, expect, readCode, test } from './fixtures.ts'

test('default: a code from the inbox signs in', async ({ page, user, stack }) => {
  await askForCode(page, user)
  const code = await readCode(page, stack, user)
  await page.getByRole('textbox', { name: 'Code' }).pressSequentially(code)
  await expect(page.getByText('Signed in by email')).toBeVisible()
})

test('behavior: a pasted code with a space works', async ({ page, context, user, stack }) => {
  await askForCode(page, user)
  const code = await readCode(page, stack, user)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.bringToFront()
  await page.evaluate(
    (text) => navigator.clipboard.writeText(text),
    `Your code: ${code.slice(0, 3)} ${code.slice(3)}`,
  )
  await page.getByRole('textbox', { name: 'Code' }).focus()
  await page.keyboard.press('ControlOrMeta+V')
  await expect(page.getByText('Signed in by email')).toBeVisible()
})

test('behavior: a wrong code shows the attempts left, and the right one still works', async ({
  page,
  user,
  stack,
}) => {
  await askForCode(page, user)
  const code = await readCode(page, stack, user)
  const field = page.getByRole('textbox', { name: 'Code' })
  await field.pressSequentially(code === '111111' ? '222222' : '111111')
  await expect(page.getByText('That code isn’t right. You have 4 attempts left.')).toBeVisible()
  // The refused code is selected, so typing replaces it. A typed code is sent automatically only once.
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Signed in by email')).toBeVisible()
})

test('behavior: a reload keeps the step, even for an address without an account', async ({
  page,
}) => {
  await askForCode(page, 'nobody@example.org')
  await expect(
    page.getByText('We sent a 6-digit code to nobody@example.org.', { exact: false }).first(),
  ).toBeVisible()
  await page.reload()
  await expect(
    page.getByText('We sent a 6-digit code to nobody@example.org.', { exact: false }).first(),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Use another email address' }).click()
  await expect(page.getByLabel('Email address')).toHaveValue('nobody@example.org')
})

test('behavior: the card reports an unavailable upstream, and works when the upstream is back', async ({
  page,
  user,
  stack,
}) => {
  await page.goto('/')
  await stack.stopSandbox()
  await page.getByLabel('Email address').fill(user)
  const button = page.getByRole('button', { name: /continue with email/i })
  await button.click()
  await expect(page.getByText('The service is unavailable.')).toBeVisible()
  await expect(page.getByLabel('Email address')).toHaveValue(user)
  await stack.startSandbox()
  await page.getByLabel('Email address').fill(`x${user}`)
  await button.click()
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeVisible()
})

test('behavior: an invalid address is refused before it is sent', async ({ page }) => {
  await page.goto('/')
  await page.getByLabel('Email address').fill('nobody')
  await page.getByRole('button', { name: /continue with email/i }).click()
  await expect(page.getByText('Enter an email address, such as name@example.com.')).toBeVisible()
})
