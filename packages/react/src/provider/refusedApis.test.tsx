import { createFakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { SignIn, UserButton } from '../index.ts'
import '../styles/structure.css'

beforeEach(() => forgetVisit())
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

function refuse(): never {
  throw new DOMException('The operation is insecure.', 'SecurityError')
}

/**
 * How browsers refuse existing APIs: blocked cookies in Firefox, a third-party frame, a page without https.
 */
const refusals: Record<string, () => void> = {
  BroadcastChannel: () =>
    vi.stubGlobal(
      'BroadcastChannel',
      class {
        constructor() {
          refuse()
        }
      },
    ),
  'no BroadcastChannel': () => vi.stubGlobal('BroadcastChannel', undefined),
  localStorage: () => vi.spyOn(window, 'localStorage', 'get').mockImplementation(refuse),
  sessionStorage: () => vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(refuse),
  'storage that is full': () => vi.spyOn(Storage.prototype, 'setItem').mockImplementation(refuse),
  locks: () => vi.spyOn(navigator, 'locks', 'get').mockImplementation(refuse),
  'locks.request': () => vi.spyOn(navigator.locks, 'request').mockImplementation(refuse),
  'crypto.subtle': () => vi.spyOn(crypto, 'subtle', 'get').mockImplementation(refuse),
  clipboard: () => vi.spyOn(navigator, 'clipboard', 'get').mockImplementation(refuse),
  showPopover: () => vi.spyOn(HTMLElement.prototype, 'showPopover').mockImplementation(refuse),
  'AbortSignal.any': () => vi.spyOn(AbortSignal, 'any').mockImplementation(refuse),
  'URL.canParse': () => vi.spyOn(URL, 'canParse').mockImplementation(refuse),
}

test.for(Object.entries(refusals))(
  'behavior: a user can sign in and out if the browser refuses %s',
  async ([, begin]) => {
    begin()
    const backend = createFakeBackend()
    await renderWithAuth(
      <>
        <UserButton />
        <SignIn />
      </>,
      { backend },
    )
    await page.getByLabelText('Email address').fill('ada@example.com')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('textbox', { name: 'Code' })).toHaveFocus()
    await userEvent.keyboard('123456')
    await expect.element(page.getByRole('heading', { name: 'Signed in' })).toBeVisible()
    await page.getByRole('button', { name: 'Signed in by email' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect.element(page.getByLabelText('Email address')).toBeVisible()
  },
)
