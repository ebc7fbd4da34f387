import { createFakeBackend, createSession, forgetVisit } from '@kit/testing/react'
import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { SessionGuard } from './index.ts'

beforeEach(forgetVisit)

test('default', async () => {
  const backend = createFakeBackend({ session: createSession() })
  await renderWithAuth(<SessionGuard>Behind it</SessionGuard>, { backend })
  await expect.element(page.getByText('Behind it')).toBeVisible()
})

test('behavior: if the backend is down, it is called once, and not by each card that shows the error', async () => {
  const backend = createFakeBackend({ session: createSession() })
  for (let call = 0; call < 5; call += 1) backend.cutNext('/session')
  await renderWithAuth(<SessionGuard>Behind it</SessionGuard>, { backend })
  await expect.element(page.getByText(/^Can’t reach the server/)).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => backend.count('/session')).toBe(2)
  await expect.element(page.getByText(/^Can’t reach the server/)).toBeVisible()
  expect(backend.count('/session')).toBe(2)
})
