import { createFakeBackend, createSession } from '@kit/testing/react'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { SessionExpiryDialog } from './index.ts'

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()
const ending = createSession({ method: 'email-otp', expiresAt: inMs(60_000) })
const stay = () => page.getByRole('button', { name: 'Stay signed in' })

test('default: the user can stay signed in, which closes the dialog and says so', async () => {
  const backend = createFakeBackend({ session: ending })
  await renderWithAuth(<SessionExpiryDialog />, { backend })
  await expect.element(stay()).toBeVisible()
  // Does what a server does when it moves the idle end.
  backend.state.session = { ...ending, expiresAt: inMs(3_600_000) }
  await stay().click()
  await expect.element(page.getByText('You’re still signed in.')).toBeInTheDocument()
  expect(page.getByRole('dialog').elements()).toHaveLength(0)
  expect(backend.count('/session/extend')).toBe(1)
})

test('behavior: an end that does not move leaves only the ways to sign in', async () => {
  const backend = createFakeBackend({ session: ending, methods: ['email-otp'] })
  await renderWithAuth(<SessionExpiryDialog />, { backend })
  await stay().click()
  await expect.element(stay()).not.toBeInTheDocument()
  await expect.element(page.getByLabelText('Email address')).toBeVisible()
})

test('behavior: one thing at a time: the ways to sign in again appear only if the end cannot be moved', async () => {
  const backend = createFakeBackend({ session: ending, methods: ['email-otp'] })
  await renderWithAuth(<SessionExpiryDialog />, { backend })
  await expect.element(stay()).toBeVisible()
  await expect.element(page.getByLabelText('Email address')).not.toBeInTheDocument()
})

test('behavior: an attempt that failed says so, can be repeated, and offers to sign in again', async () => {
  const backend = createFakeBackend({ session: ending, methods: ['email-otp'] })
  backend.failNext('/session/extend', 'internal_error', 500)
  await renderWithAuth(<SessionExpiryDialog />, { backend })
  await stay().click()
  await expect.element(page.getByText(/^Something went wrong on our side/)).toBeVisible()
  await expect.element(stay()).toBeVisible()
  await expect.element(page.getByLabelText('Email address')).toBeVisible()
})
