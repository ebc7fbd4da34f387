import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { onlineManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import {
  AuthProvider,
  type AuthProviderProps,
  useOtpLogin,
  useSession,
  useSignOut,
  useSiweLogin,
  useWallets,
} from '../index.ts'

/*
 * Tests failures between a page and its backend, each with every call. The error has a code and says what to
 * do, nothing is thrown, there is one wallet prompt, and the next attempt works without a reload.
 */
const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
let backend: FakeBackend
let fake: FakeWallet
let page: ReturnType<typeof useEverything>

beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
  backend = createFakeBackend()
  fake = createFakeWallet()
})
afterEach(() => {
  fake.withdraw()
  onlineManager.setOnline(true)
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  expect(complaints).not.toHaveBeenCalled()
})

function useEverything() {
  return {
    session: useSession(),
    siwe: useSiweLogin({ prefetch: false }),
    otp: useOtpLogin(),
    signOut: useSignOut(),
    wallet: useWallets()[0],
  }
}

function Probe() {
  page = useEverything()
  return null
}

async function show(props: Partial<AuthProviderProps> = {}) {
  await renderWithAuth(<Probe />, { backend, ...props })
  await expect.poll(() => page.wallet?.name).toBe('Test Wallet')
}

const answer =
  (body: string, status = 200, headers = {}) =>
  () =>
  (path: string) =>
    backend.answerNext(path, new Response(body, { status, headers }))
const html = '<!doctype html><title>Sign in to the hotel’s network</title>'

const faults: [string, () => (path: string) => void, string, string][] = [
  ['offline', goOffline, 'network_error', 'retry'],
  ['too slow', () => (path) => void backend.holdNext(path), 'timeout', 'retry'],
  ['500', answer('oops', 500), 'upstream_unavailable', 'retry'],
  ['503 with a pause', answer('', 503, { 'retry-after': '7' }), 'upstream_unavailable', 'retry'],
  ['429', answer('slow down', 429, { 'retry-after': '7' }), 'rate_limited', 'wait'],
  ['an HTML page', answer(html), 'invalid_answer', 'retry'],
  ['nothing', answer(''), 'invalid_answer', 'retry'],
  ['truncated JSON', answer('{"session":{"method":"si'), 'invalid_answer', 'retry'],
  ['an error in JSON with 200', answer('{"error":"no"}'), 'invalid_answer', 'retry'],
  ['a captive portal', answer('', 302, { location: '/portal' }), 'invalid_answer', 'retry'],
]

function goOffline() {
  onlineManager.setOnline(false)
  return (path: string) => backend.cutNext(path)
}

test.for(faults)(
  'behavior: %s ends in an error with a recovery, and the next attempt works',
  async ([, prepare, code, recovery]) => {
    const fail = prepare()
    const error = { code, recovery }

    fail('GET /session')
    await show({ timeoutMs: 500 })
    await expect.poll(() => page.session.status).toBe('error')
    expect(page.session.error).toMatchObject(error)
    await page.session.refetch()
    await expect.poll(() => page.session.status).toBe('signed-out')

    fail('/siwe/challenge')
    page.siwe.signIn({ wallet: page.wallet })
    await expect.poll(() => page.siwe.status).toBe('error')
    expect(page.siwe.error).toMatchObject(error)
    expect(fake.prompts).toHaveLength(0)

    fail('/siwe/verify')
    page.siwe.signIn({ wallet: page.wallet })
    await expect.poll(() => [page.siwe.status, fake.prompts.length]).toEqual(['error', 1])
    expect(page.siwe.error).toMatchObject(error)

    fail('/otp/start')
    page.otp.start('ada@example.com')
    await expect.poll(() => page.otp.status).toBe('error')
    expect(page.otp.error).toMatchObject(error)
    await page.otp.startAsync('ada@example.com')

    fail('/otp/verify')
    page.otp.submit('123456')
    await expect.poll(() => page.otp.error).toMatchObject(error)
    expect(page.otp).toMatchObject({ status: 'awaiting-code', attemptsLeft: 5 })
    await page.otp.submitAsync('123456')
    await expect.poll(() => page.session.status).toBe('signed-in')

    fail('DELETE /session')
    page.signOut.signOut()
    await expect.poll(() => page.signOut.error).toMatchObject(error)
    expect(page.session.status).toBe('signed-in')
    await page.signOut.signOutAsync()
    await expect.poll(() => page.session.status).toBe('signed-out')

    await page.siwe.signInAsync({ wallet: page.wallet })
    await expect.poll(() => page.session.session?.method).toBe('siwe')
    expect(fake.prompts).toHaveLength(2)
  },
)

test('behavior: with a slow backend, the page waits and sends each call once', async () => {
  const release = ['GET /session', '/siwe/challenge', '/siwe/verify'].map(backend.holdNext)
  await show()
  expect(page.session.status).toBe('pending')
  release[0]?.()
  await expect.poll(() => page.session.status).toBe('signed-out')
  page.siwe.signIn({ wallet: page.wallet })
  await expect.poll(() => page.siwe.status).toBe('challenging')
  page.siwe.signIn({ wallet: page.wallet })
  release[1]?.()
  await expect.poll(() => page.siwe.status).toBe('verifying')
  page.siwe.signIn({ wallet: page.wallet })
  release[2]?.()
  await expect.poll(() => page.session.status).toBe('signed-in')
  expect(fake.prompts).toHaveLength(1)
  expect(backend.requests.map(({ path }) => path)).toEqual([
    '/session',
    '/siwe/challenge',
    '/siwe/verify',
  ])
})

test('behavior: with blocked storage everything works, but nothing is stored', async () => {
  vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('The user blocks storage.', 'SecurityError')
  })
  vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
    throw new DOMException('The user blocks storage.', 'SecurityError')
  })
  await show()
  await page.siwe.signInAsync({ wallet: page.wallet })
  await page.signOut.signOutAsync()
  await page.otp.startAsync('ada@example.com')
  await page.otp.submitAsync('123456')
  await expect.poll(() => page.session.session?.method).toBe('email-otp')
})

test('behavior: without BroadcastChannel a tab checks the session when it gets the focus', async () => {
  vi.stubGlobal('BroadcastChannel', undefined)
  await show()
  await page.siwe.signInAsync({ wallet: page.wallet })
  await expect.poll(() => page.session.status).toBe('signed-in')
  backend.state.session = null
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  await expect.poll(() => page.session.status).toBe('signed-out')
})

test('behavior: when the network is back, the session is requested again', async () => {
  onlineManager.setOnline(false)
  backend.cutNext('GET /session')
  await show()
  await expect.poll(() => page.session.error?.code).toBe('network_error')
  onlineManager.setOnline(true)
  await expect.poll(() => page.session.status).toBe('signed-out')
})

test('behavior: the app’s query defaults do not affect the session’s query', async () => {
  const impatient = { retry: 3, throwOnError: true, networkMode: 'online' } as const
  const queryClient = new QueryClient({
    defaultOptions: { queries: impatient, mutations: impatient },
  })
  onlineManager.setOnline(false)
  backend.cutNext('GET /session')
  await render(
    <QueryClientProvider client={queryClient}>
      <AuthProvider fetch={backend.fetch}>
        <Probe />
      </AuthProvider>
    </QueryClientProvider>,
  )
  await expect.poll(() => page.session.status).toBe('error')
  await page.session.refetch()
  backend.cutNext('DELETE /session')
  await expect(page.signOut.signOutAsync()).rejects.toMatchObject({ code: 'network_error' })
  expect(backend.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'DELETE'])
})
