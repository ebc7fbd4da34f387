import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { ReauthenticateDialog, SignedOut, useAuthedFetch } from '../index.ts'

let backend: FakeBackend
let authedFetch: useAuthedFetch.ReturnType

function Probe() {
  authedFetch = useAuthedFetch()
  return null
}

beforeEach(() => {
  forgetVisit()
  backend = createFakeBackend({ session: createSession(), methods: ['email-otp'] })
})

async function show(hasDialog: boolean) {
  await renderWithAuth(
    <>
      <Probe />
      <SignedOut>nobody</SignedOut>
      {hasDialog && <ReauthenticateDialog />}
    </>,
    { backend },
  )
  await expect.poll(() => backend.count('/session')).toBe(1)
}

/** As when the upstream ends the session: the next calls are refused. */
function endSession() {
  backend.state.session = null
}

async function signInAgain() {
  await page.getByLabelText('E-mail address').fill('ada@example.com')
  await page.getByRole('button', { name: 'Continue with e-mail' }).click()
  await page.getByRole('textbox', { name: 'Code' }).fill('123456')
}

test('default', async () => {
  await show(false)
  const answer = await authedFetch('/user', { method: 'POST', body: '{"a":1}' })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ path: '/upstream/user', body: { a: 1 } })
})

test('behavior: after a 401 the page knows that the session has ended, and the 401 is the answer', async () => {
  await show(false)
  endSession()
  const answer = await authedFetch('/user')
  expect(answer.status).toBe(401)
  await expect.element(page.getByText('nobody')).toBeVisible()
})

test('behavior: three calls that fail at once ask for the session once', async () => {
  await show(false)
  endSession()
  const answers = await Promise.all(['/a', '/b', '/c'].map((path) => authedFetch(path)))
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
  expect(backend.count('/session')).toBe(2)
})

test('behavior: one new sign-in is offered for any number of calls, each is sent once more with its body', async () => {
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

test('behavior: who does not sign in again gets the 401', async () => {
  await show(true)
  endSession()
  const call = authedFetch('/a')
  await page.getByRole('button', { name: 'Cancel' }).click()
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
