import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { type ReactNode, StrictMode, useState } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { OtpForm } from '../components/otp-form/index.ts'
import {
  AuthProvider,
  type AuthProviderProps,
  useAuthedFetch,
  useOtpLogin,
  useSession,
  useSignOut,
} from '../email.ts'
import { useSession as useSessionWithWallets } from '../index.ts'

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
const otherTab = new BroadcastChannel('kit:session')
const session = createSession({ method: 'email-otp' })
let backend: FakeBackend

beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
  backend = createFakeBackend({ methods: ['email-otp'] })
})
afterEach(() => {
  expect(complaints).not.toHaveBeenCalled()
})

/** A sign-in by email as an app would write it with only the hooks. */
function EmailSignIn() {
  const { session, status, error } = useSession()
  const { start, submit, delivery } = useOtpLogin()
  const { signOut } = useSignOut()
  const [text, setText] = useState('')
  if (session !== undefined)
    return (
      <button type="button" onClick={() => signOut()}>
        Sign out
      </button>
    )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (delivery === undefined) start(text)
        else submit(text)
        setText('')
      }}
    >
      <output>{[status, error?.code].filter(Boolean).join(' ')}</output>
      <input
        aria-label={delivery === undefined ? 'Email' : 'Code'}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
    </form>
  )
}

let authedFetch: useAuthedFetch.ReturnType | undefined
function FetchProbe() {
  authedFetch = useAuthedFetch()
  return null
}
const Wrong = () => useSessionWithWallets().status
const Outside = () => useSession().status

function show(ui: ReactNode, props: AuthProviderProps = {}) {
  return render(
    <StrictMode>
      <AuthProvider fetch={backend.fetch} {...props}>
        {ui}
      </AuthProvider>
    </StrictMode>,
  )
}

const signOutButton = () => page.getByRole('button', { name: 'Sign out' })
const comeBack = () => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))

test('default: a user signs in with a code and signs out', async () => {
  await show(<EmailSignIn />)
  await page.getByLabelText('Email').fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await page.getByLabelText('Code').fill('123456')
  await userEvent.keyboard('{Enter}')
  await signOutButton().click()
  await expect.element(page.getByRole('status')).toHaveTextContent('signed-out')
  expect(backend.state.session).toBeNull()
})

test('default: OtpForm works below EmailAuthProvider', async () => {
  await show(<OtpForm />)
  await page.getByLabelText('Email address').fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await page.getByRole('textbox', { name: 'Code' }).fill('123456')
  await expect.poll(() => backend.state.session?.method).toBe('email-otp')
})

test('behavior: any number of components send one request, even in StrictMode', async () => {
  await show(
    <>
      <EmailSignIn />
      <EmailSignIn />
    </>,
  )
  await expect.element(page.getByRole('status').first()).toHaveTextContent('signed-out')
  expect(backend.count('/session')).toBe(1)
})

test('parameters: with initialSession and initialMethods there is no request, on the server or during hydration', async () => {
  const app = (
    <AuthProvider fetch={backend.fetch} initialSession={session} initialMethods={['email-otp']}>
      <EmailSignIn />
    </AuthProvider>
  )
  const container = document.createElement('div')
  container.innerHTML = renderToString(app)
  expect(container.textContent).toBe('Sign out')
  document.body.append(container)
  const onRecoverableError = vi.fn()
  const root = hydrateRoot(container, app, { onRecoverableError })
  await expect.element(signOutButton()).toBeVisible()
  await new Promise(requestAnimationFrame)
  expect(onRecoverableError).not.toHaveBeenCalled()
  expect(backend.requests).toEqual([])
  root.unmount()
  container.remove()
})

test('parameters: initialSession without methods is requested again after the first paint', async () => {
  backend.state.session = session
  await show(<EmailSignIn />, { initialSession: session })
  await expect.element(signOutButton()).toBeVisible()
  await expect.poll(() => backend.count('/session')).toBe(1)
})

test('behavior: a failed request is an error, and returning to the page sends another', async () => {
  backend.cutNext('/session')
  await show(<EmailSignIn />)
  await expect.element(page.getByRole('status')).toHaveTextContent('error network_error')
  backend.state.session = session
  comeBack()
  await expect.element(signOutButton()).toBeVisible()
})

test('behavior: a late answer does not undo a sign-in', async () => {
  const release = backend.holdNext('GET /session')
  await show(<EmailSignIn />)
  await page.getByLabelText('Email').fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await page.getByLabelText('Code').fill('123456')
  await userEvent.keyboard('{Enter}')
  await expect.element(signOutButton()).toBeVisible()
  release()
  await expect.poll(() => backend.count('/session')).toBe(2)
  await expect.element(signOutButton()).toBeVisible()
})

test('security: a sign-out in another tab ends the session here and clears the app’s cache', async () => {
  backend.state.session = session
  const onForgetUser = vi.fn()
  await show(<EmailSignIn />, { onForgetUser })
  await expect.element(signOutButton()).toBeVisible()
  backend.state.session = null
  otherTab.postMessage('signed-out')
  await expect.element(page.getByRole('status')).toHaveTextContent('signed-out')
  expect(onForgetUser).toHaveBeenCalledOnce()
})

test('security: another user in this browser clears the app’s cache', async () => {
  backend.state.session = session
  const onForgetUser = vi.fn()
  await show(<EmailSignIn />, { onForgetUser })
  await expect.element(signOutButton()).toBeVisible()
  expect(onForgetUser).not.toHaveBeenCalled()
  backend.state.session = createSession({ method: 'email-otp', subject: 'sub_other' })
  otherTab.postMessage('signed-in')
  await expect.poll(() => onForgetUser.mock.calls.length).toBe(1)
})

test('behavior: useAuthedFetch notices that the session has ended', async () => {
  backend.state.session = session
  await show(
    <>
      <FetchProbe />
      <EmailSignIn />
    </>,
  )
  await expect.element(signOutButton()).toBeVisible()
  backend.state.session = null
  const response = await authedFetch?.('/user')
  expect(response?.status).toBe(401)
  await expect.element(page.getByRole('status')).toHaveTextContent('signed-out')
})

test('behavior: hooks of the other entry point name the provider they need', () => {
  expect(() =>
    renderToString(
      <AuthProvider>
        <Wrong />
      </AuthProvider>,
    ),
  ).toThrow('Wrap your app in <AuthProvider> of @kit/react.')
  expect(() => renderToString(<Outside />)).toThrow(
    'Wrap your app in <AuthProvider> of @kit/react/email.',
  )
})
