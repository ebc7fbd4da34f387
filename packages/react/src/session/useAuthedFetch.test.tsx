import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { ReauthenticateDialog, SignedOut, sessionQueryKey, useAuthedFetch } from '../index.ts'

let backend: FakeBackend
let authedFetch: useAuthedFetch.ReturnType
const otherTab = new BroadcastChannel(sessionQueryKey.join(':'))
const soon = () => new Date(Date.now() + 5000).toISOString()

function Probe(parameters: useAuthedFetch.Parameters) {
  authedFetch = useAuthedFetch(parameters)
  return null
}

beforeEach(() => {
  forgetVisit()
  backend = createFakeBackend({ session: createSession(), methods: ['email-otp'] })
})

async function show(hasDialog: boolean, parameters: useAuthedFetch.Parameters = {}) {
  await renderWithAuth(
    <>
      <Probe {...parameters} />
      <SignedOut>nobody</SignedOut>
      {hasDialog && <ReauthenticateDialog />}
    </>,
    { backend },
  )
  await expect.poll(() => backend.count('/session')).toBe(1)
}

/** Simulates that the upstream ends the session: the next calls are refused. */
function endSession() {
  backend.state.session = null
}

async function signInAgain() {
  await page.getByLabelText('Email address').fill('ada@example.com')
  await page.getByRole('button', { name: 'Continue with email' }).click()
  await page.getByRole('textbox', { name: 'Code' }).fill('123456')
}

test('default', async () => {
  await show(false)
  const answer = await authedFetch('/user', { method: 'POST', body: '{"a":1}' })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ path: '/upstream/user', body: { a: 1 } })
})

test('security: K-13 after a 401 the page shows that the session has ended, and returns the 401', async () => {
  await show(false)
  endSession()
  const answer = await authedFetch('/user')
  expect(answer.status).toBe(401)
  await expect.element(page.getByText('nobody')).toBeVisible()
})

test('security: K-13 three calls that fail at once request the session once', async () => {
  await show(false)
  endSession()
  const answers = await Promise.all(['/a', '/b', '/c'].map((path) => authedFetch(path)))
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
  expect(backend.count('/session')).toBe(2)
})

test('behavior: the user is asked once for any number of calls, and each call is sent again with its body', async () => {
  await show(true)
  endSession()
  const calls = ['/a', '/b'].map((path) =>
    authedFetch(path, { method: 'POST', body: JSON.stringify({ path }) }),
  )
  await expect.element(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible()
  await signInAgain()
  const answers = await Promise.all(calls)
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(await answers[1]?.json()).toMatchObject({ body: { path: '/b' } })
  expect([backend.count('/upstream/a'), backend.count('/upstream/b')]).toEqual([2, 2])
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})

test('behavior: without a new sign-in the call gets the 401', async () => {
  await show(true)
  endSession()
  const call = authedFetch('/a')
  await page.getByRole('button', { name: 'Not now' }).click()
  expect((await call).status).toBe(401)
  expect(backend.count('/upstream/a')).toBe(1)
})

test('behavior: a call that is refused again is not sent a third time', async () => {
  await show(true)
  backend.failNext('/upstream/a', 'session_expired', 401)
  backend.failNext('/upstream/a', 'session_expired', 401)
  const call = authedFetch('/a')
  await expect.element(page.getByRole('dialog')).toBeVisible()
  await signInAgain()
  expect((await call).status).toBe(401)
  expect(backend.count('/upstream/a')).toBe(2)
})

test('behavior: a lost connection is an error with a code', async () => {
  await show(false)
  backend.cutNext('/upstream/a')
  await expect(authedFetch('/a')).rejects.toMatchObject({ code: 'network_error' })
})

test.for([
  ['a form', () => formOf('a', '1'), /name="a"/],
  ['parameters', () => new URLSearchParams({ a: '1' }), /^a=1$/],
  ['a file', () => new Blob(['a=1']), /^a=1$/],
  ['bytes', () => new TextEncoder().encode('a=1'), /^a=1$/],
] as const)('behavior: %s is sent unchanged the second time', async ([, create, text]) => {
  await show(true)
  endSession()
  const body = create()
  const call = authedFetch('/a', { method: 'POST', body })
  if (body instanceof FormData) body.set('a', 'changed meanwhile')
  await expect.element(page.getByRole('dialog')).toBeVisible()
  await signInAgain()
  expect((await call).status).toBe(200)
  const sent = backend.requests.filter(({ path }) => path === '/upstream/a').map(({ body }) => body)
  expect(sent).toEqual([expect.stringMatching(text), sent[0]])
  expect(sent[1]).not.toContain('changed meanwhile')
})

test('behavior: a Request is accepted; its body is read once and can be sent twice', async () => {
  await show(true)
  endSession()
  const request = new Request('/user?full=1', { method: 'PUT', body: '{"a":1}' })
  const call = authedFetch(request)
  await expect.element(page.getByRole('dialog')).toBeVisible()
  await signInAgain()
  expect(await (await call).json()).toEqual({ path: '/upstream/user?full=1', body: { a: 1 } })
})

test('security: a Request for another origin is not sent', async () => {
  await show(false)
  await expect(authedFetch(new Request('https://example.org/user'))).rejects.toMatchObject({
    code: 'invalid_request',
  })
  expect(backend.requests.filter(({ path }) => path.startsWith('/upstream'))).toEqual([])
})

test('security: a call of one user is not sent again as another user', async () => {
  await show(true)
  endSession()
  const call = authedFetch('/a', { method: 'POST', body: '{}' })
  await expect.element(page.getByRole('dialog')).toBeVisible()
  backend.state.session = createSession({ subject: 'sub_grace', authenticatedAt: soon() })
  otherTab.postMessage('signed-in')
  expect((await call).status).toBe(401)
  expect(backend.count('/upstream/a')).toBe(1)
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})

test('behavior: a user who has signed out is not asked to sign in again', async () => {
  await show(true)
  endSession()
  otherTab.postMessage('signed-out')
  await expect.element(page.getByText('nobody')).toBeVisible()
  expect((await authedFetch('/a')).status).toBe(401)
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})

test('parameters: with reauthenticate false, the user is not asked', async () => {
  await show(true, { reauthenticate: false })
  endSession()
  expect((await authedFetch('/a')).status).toBe(401)
  await expect.element(page.getByText('nobody')).toBeVisible()
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})

test('behavior: an aborted call stops waiting, and the dialog closes when no call is waiting', async () => {
  await show(true)
  endSession()
  const abort = new AbortController()
  const call = authedFetch('/a', { signal: abort.signal })
  await expect.element(page.getByRole('dialog')).toBeVisible()
  abort.abort()
  await expect(call).rejects.toMatchObject({ code: 'aborted' })
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  expect(backend.count('/upstream/a')).toBe(1)
})

function formOf(name: string, value: string): FormData {
  const form = new FormData()
  form.set(name, value)
  return form
}
