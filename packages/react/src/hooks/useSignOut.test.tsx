import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { SignedIn, SignedOut, useSignOut } from '../index.ts'

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
let backend: FakeBackend
let hook: useSignOut.ReturnType

beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
  backend = createFakeBackend({ session: createSession() })
})
afterEach(() => expect(complaints).not.toHaveBeenCalled())

function Probe(parameters: useSignOut.Parameters) {
  hook = useSignOut(parameters)
  return (
    <>
      <SignedIn>somebody</SignedIn>
      <SignedOut>nobody</SignedOut>
    </>
  )
}

async function show(parameters: useSignOut.Parameters = {}) {
  await renderWithAuth(<Probe {...parameters} />, { backend })
  await expect.element(page.getByText('somebody')).toBeVisible()
}

test('default', async () => {
  const onSuccess = vi.fn()
  await show({ onSuccess })
  hook.signOut()
  await expect.element(page.getByText('nobody')).toBeVisible()
  expect(onSuccess).toHaveBeenCalledOnce()
  await expect.poll(() => hook.status).toBe('success')
  expect(backend.requests.at(-1)).toMatchObject({ method: 'DELETE', path: '/session' })
})

test('behavior: a failure is told, the user stays signed in, and can try again', async () => {
  const onError = vi.fn()
  await show({ onError })
  backend.cutNext('/session')
  await expect(hook.signOutAsync()).rejects.toMatchObject({ code: 'network_error' })
  await expect.poll(() => hook.error?.code).toBe('network_error')
  expect(onError).toHaveBeenCalledOnce()
  await expect.element(page.getByText('somebody')).toBeVisible()
  hook.signOut()
  await expect.element(page.getByText('nobody')).toBeVisible()
  await expect.poll(() => hook.error).toBeUndefined()
})

test('behavior: signOut never throws', async () => {
  await show()
  backend.failNext('/session', 'store_unavailable', 503, { retryAfterSeconds: 5 })
  hook.signOut()
  await expect.poll(() => hook.error?.code).toBe('store_unavailable')
  expect(hook.error?.retryAfterSeconds).toBe(5)
})

test('behavior: two clicks are one request, and the callbacks of each are told', async () => {
  const told: string[] = []
  await show({ onSettled: () => told.push('hook') })
  const release = backend.holdNext('DELETE /session')
  hook.signOut({ onSuccess: () => told.push('first') })
  hook.signOut({ onSuccess: () => told.push('second') })
  release()
  await expect.poll(() => told.toSorted()).toEqual(['first', 'hook', 'hook', 'second'])
  expect(backend.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
})
