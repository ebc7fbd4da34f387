import { createFakeBackend, createSession } from '@kit/testing/react'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { SessionExpiryDialog } from './index.ts'

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()
const ending = createSession({ method: 'email-otp', expiresAt: inMs(60_000) })
const stay = () => page.getByRole('button', { name: 'Stay signed in' })

test('default: the user can stay signed in, which closes the dialog and is announced', async () => {
  const backend = createFakeBackend({ session: ending })
  await renderWithAuth(<SessionExpiryDialog />, { backend })
  await expect.element(stay()).toBeVisible()
  // Simulates a server that restarts the idle time.
  backend.state.session = { ...ending, expiresAt: inMs(3_600_000) }
  await stay().click()
  await expect.element(page.getByText('You’re still signed in.')).toBeInTheDocument()
  expect(page.getByRole('dialog').elements()).toHaveLength(0)
  expect(backend.count('/session/extend')).toBe(1)
})

test('behavior: if the session cannot be extended, only the sign-in methods remain', async () => {
  const backend = createFakeBackend({ session: ending, methods: ['email-otp'] })
  await renderWithAuth(<SessionExpiryDialog />, { backend })
  await stay().click()
  await expect.element(stay()).not.toBeInTheDocument()
  await expect.element(page.getByLabelText('Email address')).toBeVisible()
})

test('behavior: the sign-in methods appear only if the session cannot be extended', async () => {
  const backend = createFakeBackend({ session: ending, methods: ['email-otp'] })
  await renderWithAuth(<SessionExpiryDialog />, { backend })
  await expect.element(stay()).toBeVisible()
  await expect.element(page.getByLabelText('Email address')).not.toBeInTheDocument()
})

test('behavior: if extending fails, the dialog says so, and the user can try again or sign in again', async () => {
  const backend = createFakeBackend({ session: ending, methods: ['email-otp'] })
  backend.failNext('/session/extend', 'internal_error', 500)
  await renderWithAuth(<SessionExpiryDialog />, { backend })
  await stay().click()
  await expect.element(page.getByText(/^Something went wrong on our side/)).toBeVisible()
  await expect.element(stay()).toBeVisible()
  await expect.element(page.getByLabelText('Email address')).toBeVisible()
})
