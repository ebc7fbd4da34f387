import { createAuthClient, type SessionAnswer } from '@kit/core'
import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import {
  type DehydratedState,
  dehydrate,
  HydrationBoundary,
  QueryClient,
  QueryClientProvider,
} from '@tanstack/react-query'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import {
  AuthProvider,
  SignedIn,
  SignedOut,
  SignIn,
  sessionQueryKey,
  sessionQueryOptions,
  useSession,
} from '../index.ts'

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
const otherTab = new BroadcastChannel(sessionQueryKey.join(':'))
const session = createSession({ address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266' })
const answer: SessionAnswer = { session, methods: ['siwe', 'email-otp'] }
let backend: FakeBackend

beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
  backend = createFakeBackend({ session })
})
afterEach(() => {
  otherTab.onmessage = null
  expect(complaints).not.toHaveBeenCalled()
})

function Probe() {
  const { status, session: found, methods } = useSession()
  return <output>{[status, found?.subject ?? 'nobody', ...methods].join(' ')}</output>
}
const probe = () => page.getByRole('status')
const signedIn = 'signed-in sub_7f3a9c siwe email-otp'
const signedOut = 'signed-out nobody siwe email-otp'
const comeBack = () => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))

test('default', async () => {
  await renderWithAuth(<Probe />, { backend })
  await expect.element(probe()).toHaveTextContent(signedIn)
})

test('behavior: any number of callers send one request', async () => {
  await renderWithAuth(
    <>
      <Probe />
      <SignedIn>in</SignedIn>
      <SignedOut>out</SignedOut>
      <SignIn />
    </>,
    { backend },
  )
  await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  expect(backend.count('/session')).toBe(1)
})

test('behavior: a session from the server is in the first HTML, hydrates without warnings and needs no request', async () => {
  const app = (
    <StrictMode>
      <AuthProvider
        fetch={backend.fetch}
        initialSession={answer.session}
        initialMethods={answer.methods}
      >
        <SignIn />
        <SignedOut>nobody here</SignedOut>
      </AuthProvider>
    </StrictMode>
  )
  const html = renderToString(app)
  expect(html).toContain('Sign out')
  expect(html).toContain('0xf39F…2266')
  expect(html).not.toContain('Email address')

  const container = document.createElement('div')
  container.innerHTML = html
  document.body.append(container)
  const seen = new Set<string>()
  const observer = new MutationObserver(() => seen.add(container.textContent))
  observer.observe(container, { subtree: true, childList: true, characterData: true })
  const onRecoverableError = vi.fn()
  const root = hydrateRoot(container, app, { onRecoverableError })
  await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  await new Promise((resolve) => setTimeout(resolve, 100))
  observer.disconnect()
  expect(onRecoverableError).not.toHaveBeenCalled()
  expect([...seen].filter((text) => /Loading|nobody here|Email/.test(text))).toEqual([])
  expect(backend.requests).toEqual([])
  root.unmount()
  container.remove()
})

test('behavior: a query prefetched by the server is in the first HTML and is not requested again', async () => {
  const prefetched = new QueryClient()
  const getSession = async () => answer
  await prefetched.prefetchQuery(sessionQueryOptions({ getSession }))
  // Serialized as in the page's HTML.
  const state: DehydratedState = JSON.parse(JSON.stringify(dehydrate(prefetched)))
  const createApp = () => (
    <QueryClientProvider client={new QueryClient()}>
      <HydrationBoundary state={state}>
        <AuthProvider fetch={backend.fetch}>
          <Probe />
        </AuthProvider>
      </HydrationBoundary>
    </QueryClientProvider>
  )
  const container = document.createElement('div')
  container.innerHTML = renderToString(createApp())
  expect(container.textContent).toBe(signedIn)
  document.body.append(container)
  const onRecoverableError = vi.fn()
  const root = hydrateRoot(container, createApp(), { onRecoverableError })
  await expect.element(probe()).toHaveTextContent(signedIn)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(onRecoverableError).not.toHaveBeenCalled()
  expect(backend.requests).toEqual([])
  root.unmount()
  container.remove()
})

test('behavior: a loader can fetch the session before the page is shown', async () => {
  const queryClient = new QueryClient()
  const client = createAuthClient({ fetch: backend.fetch })
  const ensured = await queryClient.ensureQueryData(sessionQueryOptions(client))
  expect(ensured).toEqual(answer)
  expect(queryClient.getQueryData(sessionQueryKey)).toEqual(answer)
})

test('behavior: newer data from a re-rendering server is used after asking the backend', async () => {
  const show = (known: SessionAnswer) => (
    <AuthProvider
      fetch={backend.fetch}
      initialSession={known.session}
      initialMethods={known.methods}
    >
      <Probe />
    </AuthProvider>
  )
  const screen = await render(show(answer))
  await expect.element(probe()).toHaveTextContent(signedIn)
  backend.state.session = null
  await screen.rerender(show({ ...answer, session: null }))
  await expect.element(probe()).toHaveTextContent(signedOut)
  expect(backend.count('/session')).toBe(1)
})

test('behavior: without a session from the server, the status in the first HTML is pending', async () => {
  const html = renderToString(
    <AuthProvider fetch={backend.fetch}>
      <SignIn />
      <SignedOut>nobody here</SignedOut>
    </AuthProvider>,
  )
  expect(html).toContain('Loading')
  expect(html).not.toContain('nobody here')
  expect(backend.requests).toEqual([])
})

test('security: S-17 a sign-out in another tab applies here immediately, and is not sent back', async () => {
  const heard = vi.fn()
  await renderWithAuth(<Probe />, { backend })
  await expect.element(probe()).toHaveTextContent(signedIn)
  otherTab.onmessage = heard
  const release = backend.holdNext('/session')
  backend.state.session = null
  otherTab.postMessage('signed-out')
  await expect.element(probe()).toHaveTextContent(signedOut)
  release()
  await expect.poll(() => backend.count('/session')).toBe(2)
  await expect.element(probe()).toHaveTextContent(signedOut)
  expect(heard).not.toHaveBeenCalled()
})

test('behavior: a sign-in in another tab applies here', async () => {
  backend.state.session = null
  await renderWithAuth(<Probe />, { backend })
  await expect.element(probe()).toHaveTextContent(signedOut)
  backend.state.session = session
  otherTab.postMessage('signed-in')
  await expect.element(probe()).toHaveTextContent(signedIn)
})

test('behavior: signing out here notifies the other tabs once', async () => {
  const heard: unknown[] = []
  await renderWithAuth(<SignIn />, { backend })
  await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  otherTab.onmessage = ({ data }) => heard.push(data)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect.element(page.getByLabelText('Email address')).toBeVisible()
  await expect.poll(() => heard).toEqual(['signed-out'])
})

test('behavior: the session is requested again when the window gets the focus', async () => {
  await renderWithAuth(<Probe />, { backend })
  await expect.element(probe()).toHaveTextContent(signedIn)
  backend.state.session = null
  comeBack()
  await expect.element(probe()).toHaveTextContent(signedOut)
})

test('behavior: a failed request changes nothing if the session is known', async () => {
  await renderWithAuth(<Probe />, { backend })
  await expect.element(probe()).toHaveTextContent(signedIn)
  backend.cutNext('/session')
  comeBack()
  await expect.poll(() => backend.count('/session')).toBe(2)
  await expect.element(probe()).toHaveTextContent(signedIn)
})

test('behavior: a failed first request is an error, and trying again works without a reload', async () => {
  backend.cutNext('/session')
  await renderWithAuth(<SignIn />, { backend })
  await expect.element(page.getByText(/^Can’t reach the server\./)).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
})

test('behavior: a pending answer does not undo a sign-out', async () => {
  await renderWithAuth(<SignIn />, { backend })
  await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  const stale = createFakeBackend({ session })
  const release = backend.holdNext('/session')
  comeBack()
  await expect.poll(() => backend.count('/session')).toBe(2)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect.element(page.getByLabelText('Email address')).toBeVisible()
  backend.state.session = stale.state.session
  release()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await expect.element(page.getByLabelText('Email address')).toBeVisible()
})

test('behavior: uses the app’s QueryClient if there is one', async () => {
  const queryClient = new QueryClient()
  await render(
    <QueryClientProvider client={queryClient}>
      <AuthProvider fetch={backend.fetch}>
        <Probe />
      </AuthProvider>
    </QueryClientProvider>,
  )
  await expect.element(probe()).toHaveTextContent(signedIn)
  expect(queryClient.getQueryData(sessionQueryKey)).toMatchObject({ session })
})

test('behavior: outside of a provider, the error says what to do', async () => {
  expect(() => renderToString(<Probe />)).toThrow('Wrap your app in <AuthProvider> of @kit/react.')
  complaints.mockClear()
})
