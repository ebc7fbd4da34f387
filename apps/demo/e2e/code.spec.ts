import { askForCode, expect, readCode, test } from './fixtures.ts'

test('default: a code from the inbox signs in', async ({ page, user, stack }) => {
  await askForCode(page, user)
  const code = await readCode(page, stack, user)
  await page.getByRole('textbox', { name: 'Code' }).pressSequentially(code)
  await expect(page.getByText('Signed in by e-mail')).toBeVisible()
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
  await expect(page.getByText('Signed in by e-mail')).toBeVisible()
})

test('behavior: a wrong code says how many tries are left, and the right one still works', async ({
  page,
  user,
  stack,
}) => {
  await askForCode(page, user)
  const code = await readCode(page, stack, user)
  const field = page.getByRole('textbox', { name: 'Code' })
  await field.pressSequentially(code === '111111' ? '222222' : '111111')
  await expect(page.getByText('That code is not right. Tries left: 4.')).toBeVisible()
  // The refused code is selected: typing replaces it. By typing a code is sent by itself once alone.
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Signed in by e-mail')).toBeVisible()
})

test('behavior: a reload does not lose the step, and an address of nobody looks the same', async ({
  page,
}) => {
  await askForCode(page, 'nobody@example.org')
  await expect(
    page.getByText('We sent a code to nobody@example.org.', { exact: false }).first(),
  ).toBeVisible()
  await page.reload()
  await expect(
    page.getByText('We sent a code to nobody@example.org.', { exact: false }).first(),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Use another e-mail address' }).click()
  await expect(page.getByLabel('E-mail address')).toHaveValue('nobody@example.org')
})

test('behavior: with the upstream stopped it says so, and works when it is back', async ({
  page,
  user,
  stack,
}) => {
  await page.goto('/')
  await stack.stopSandbox()
  await page.getByLabel('E-mail address').fill(user)
  const button = page.getByRole('button', { name: /continue with e-mail/i })
  await button.click()
  await expect(page.getByText('The service behind this page is down.')).toBeVisible()
  await expect(page.getByLabel('E-mail address')).toHaveValue(user)
  await stack.startSandbox()
  await page.getByLabel('E-mail address').fill(`x${user}`)
  await button.click()
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeVisible()
})

test('behavior: something that is no address is refused before it is sent', async ({ page }) => {
  await page.goto('/')
  await page.getByLabel('E-mail address').fill('nobody')
  await page.getByRole('button', { name: /continue with e-mail/i }).click()
  await expect(page.getByText('Type an e-mail address, such as you@example.com.')).toBeVisible()
})
