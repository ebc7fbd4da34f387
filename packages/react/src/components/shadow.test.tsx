import { createFakeBackend } from '@kit/testing/react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { InShadow } from '../fixtures/InShadow.tsx'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { OtpForm, OtpInput, SignInDialog } from '../index.ts'

/*
 * Tests components inside a shadow root, where `document.activeElement` is the host and some events do not
 * leave the root.
 */

const code = () => page.getByRole('textbox', { name: 'Code' })

test('behavior: missing input is announced in both steps', async () => {
  const { screen } = await renderWithAuth(
    <InShadow>
      <OtpForm />
    </InShadow>,
    { backend: createFakeBackend() },
  )
  const said = () =>
    screen.container.querySelector('div')?.shadowRoot?.querySelector('[role=status]')?.textContent
  await page.getByLabelText('Email address').fill('ada')
  await userEvent.keyboard('{Enter}')
  await expect.poll(said).toContain('Enter an email address')
  await page.getByLabelText('Email address').fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await expect.element(code()).toBeVisible()
  await code().fill('12')
  await userEvent.keyboard('{Enter}')
  await expect.poll(said).toContain('Enter all 6 digits')
})

test('behavior: the form’s reset empties the field', async () => {
  await renderWithAuth(
    <InShadow>
      <form>
        <OtpInput label="Code" name="code" />
        <button type="reset">Reset</button>
      </form>
    </InShadow>,
  )
  await code().fill('123')
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect.element(code()).toHaveValue('')
  await code().fill('45')
  await expect.element(code()).toHaveValue('45')
})

test('behavior: a dialog focuses its title, and Escape closes it', async () => {
  let isClosed = false
  await renderWithAuth(
    <InShadow>
      <SignInDialog
        isOpen
        onClose={() => {
          isClosed = true
        }}
      />
    </InShadow>,
    { backend: createFakeBackend({ methods: ['siwe'] }) },
  )
  const title = page.getByRole('heading', { name: 'Sign in' })
  await expect.poll(() => title.element().matches(':focus')).toBe(true)
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => isClosed).toBe(true)
})
