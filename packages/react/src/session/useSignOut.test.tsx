import { createFakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { useAccount } from 'wagmi'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { AuthProvider, SignedIn, SignedOut, SignIn, sessionQueryKey, useSignOut } from '../index.ts'

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

const Wallet = () => <output>{useAccount().status}</output>

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

test('behavior: a failure is reported, the user stays signed in, and can try again', async () => {
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

test('behavior: two clicks send one request, and the callbacks of both run', async () => {
  const told: string[] = []
  await show({ onSettled: () => told.push('hook') })
  const release = backend.holdNext('DELETE /session')
  hook.signOut({ onSuccess: () => told.push('first') })
  hook.signOut({ onSuccess: () => told.push('second') })
  release()
  await expect.poll(() => told.toSorted()).toEqual(['first', 'hook', 'hook', 'second'])
  expect(backend.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
})

test('behavior: reset clears a failure', async () => {
  await show()
  backend.cutNext('/session')
  hook.signOut()
  await expect.poll(() => hook).toMatchObject({ isError: true, isIdle: false })
  hook.reset()
  await expect.poll(() => hook).toMatchObject({ status: 'idle', isIdle: true, error: undefined })
})

test('behavior: a late answer to a sign-out does not undo a newer sign-in', async () => {
  const queryClient = new QueryClient()
  await render(
    <QueryClientProvider client={queryClient}>
      <AuthProvider fetch={backend.fetch}>
        <Probe />
      </AuthProvider>
    </QueryClientProvider>,
  )
  await expect.element(page.getByText('somebody')).toBeVisible()
  const release = backend.holdNext('DELETE /session')
  const promise = hook.signOutAsync()
  await expect.poll(() => hook.isPending).toBe(true)
  const newer = createSession({ authenticatedAt: '2030-01-01T00:00:00.000Z' })
  queryClient.setQueryData(sessionQueryKey, { session: newer, methods: ['siwe'] })
  const asked = backend.count('/session')
  backend.state.session = newer
  release()
  await promise
  await expect.poll(() => backend.count('/session')).toBeGreaterThan(asked)
})

test('behavior: below another query client, the session is the provider’s', async () => {
  await renderWithAuth(
    <QueryClientProvider client={new QueryClient()}>
      <Probe />
    </QueryClientProvider>,
    { backend },
  )
  await expect.element(page.getByText('somebody')).toBeVisible()
  const otherTab = new BroadcastChannel(sessionQueryKey.join(':'))
  backend.state.session = null
  otherTab.postMessage('signed-out')
  await expect.element(page.getByText('nobody')).toBeVisible()
  otherTab.close()
})

test('parameters: disconnect of a call overrides the hook’s', async () => {
  const wallet = createFakeWallet()
  backend.state.session = null
  await renderWithAuth(
    <>
      <SignIn />
      <Wallet />
      <p>
        <Probe disconnect />
      </p>
    </>,
    { backend },
  )
  await page.getByRole('button', { name: wallet.name }).click()
  await expect.element(page.getByText('somebody')).toBeVisible()
  await hook.signOutAsync({ disconnect: false })
  await expect.element(page.getByText('connected', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: wallet.name }).click()
  await expect.element(page.getByText('somebody')).toBeVisible()
  await hook.signOutAsync()
  await expect.element(page.getByText('disconnected')).toBeVisible()
  wallet.withdraw()
})
