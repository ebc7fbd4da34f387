import type {
  AuthClient,
  ProblemCode,
  RedirectLoginEvent,
  RedirectLoginState,
  Session,
} from '@kit/core'
import { AuthError, toAuthError } from '@kit/core/internal/errors/AuthError'
import { findRecovery } from '@kit/core/internal/errors/recoveries'
import { transition } from '@kit/core/internal/login/transition'
import { redirectLoginStart } from '@kit/core/internal/redirect/RedirectLoginState'
import { redirectTransitions } from '@kit/core/internal/redirect/redirectTransitions'
import { createLogin } from '../login/createLogin.ts'
import type { Store } from '../login/createStore.ts'
import { memoizeByKey } from '../login/memoizeByKey.ts'
import { openBroadcast } from '../login/openBroadcast.ts'
import { runExclusive } from '../login/runExclusive.ts'
import { trace } from '../login/trace.ts'
import type { Handlers } from '../login/useHandlers.ts'
import { rememberVisit } from '../session/lastVisit.ts'

/** A sign-in on the upstream's page. If a call joins a running one, its handlers do not run. */
export interface RedirectLogin {
  store: Store<RedirectLoginState>
  signIn(mode: RedirectLogin.Mode, handlers: Handlers<Session>): Promise<Session>
  /** Ends the running sign-in. */
  cancel(): void
  /** Ends the running sign-in, and clears the result of the last attempt. */
  reset(): void
  /**
   * Registers a component that shows the login, until the returned function is called. The first one receives
   * the result of a full-page redirect. When the last one unmounts, the running sign-in ends.
   */
  mount(handlers: Handlers<Session>): () => void
}

export declare namespace RedirectLogin {
  type Mode = 'popup' | 'page'
}

/** Returns the sign-in on the upstream's page, of which a page has only one. Its window also has a fixed name. */
export const getRedirectLogin: (client: AuthClient) => RedirectLogin = /* @__PURE__ */ memoizeByKey(
  (client) => createRedirectLogin(client),
)

function createRedirectLogin(client: AuthClient): RedirectLogin {
  const login = createLogin<RedirectLoginState, RedirectSteps>({
    start: redirectLoginStart,
    // Not loaded later, because the window must be opened during the click, before anything is awaited.
    createSteps: (store, end) => createRedirectSteps(client, store, end),
  })
  const { store, cancel } = login
  const reset = () => login.reset()
  return {
    store,
    cancel,
    reset,
    signIn: (mode, handlers) =>
      login.run('sign in', (steps, signal) => steps.signIn(mode, signal), handlers, {}),
    mount: ({ onError }) =>
      login.mount({
        open() {
          const error = login.getSteps()?.takeReturnedError()
          if (error !== undefined) onError(error)
        },
        close: reset,
      }),
  }
}

/** The actions of a sign-in on the upstream's page. */
interface RedirectSteps {
  signIn(mode: RedirectLogin.Mode, signal: AbortSignal): Promise<Session>
  fail(cause: unknown): AuthError
  reset(): void
  /** Sets the state to the failure that a full-page redirect returned. */
  takeReturnedError(): AuthError | undefined
}

/** Runs the state machine, either in a window that is opened during the click, or with a full-page redirect. */
function createRedirectSteps(
  client: AuthClient,
  store: Store<RedirectLoginState>,
  end: () => void,
): RedirectSteps {
  let closing: ReturnType<typeof setInterval> | undefined

  function dispatch(event: RedirectLoginEvent): void {
    const next = transition(redirectTransitions, store.getState(), event)
    trace.listener?.({ kind: 'event', machine: 'redirect', event: event.type, status: next.status })
    store.setState(next)
  }

  /** Closes a window with several calls, because a window that is navigating may ignore the first one. */
  function close(popup: Window): void {
    popup.close()
    const closingEndsAt = performance.now() + 3000
    clearInterval(closing)
    closing = setInterval(() => {
      popup.close()
      if (performance.now() > closingEndsAt) clearInterval(closing)
    }, 200)
  }

  function fail(cause: unknown): AuthError {
    const error = toAuthError(cause)
    dispatch({ type: rejecting.has(error.code) ? 'rejected' : 'failed', error })
    return error
  }

  return {
    fail,
    reset: () => dispatch({ type: 'reset' }),
    async signIn(mode, signal) {
      clearInterval(closing)
      dispatch({ type: 'start' })
      // Opens the window before anything is awaited, because browsers would block it later.
      const popup = mode === 'popup' ? openPopup() : undefined
      try {
        const returnTo = popup === undefined ? location.pathname + location.search : undefined
        const request = returnTo === undefined ? {} : { returnTo }
        const { url } = await runExclusive(() => client.startRedirect(request, { signal }))
        if (popup === undefined) {
          dispatch({ type: 'left' })
          // A user who comes back is usually signed in, so the next page does not draw the sign-in methods
          // first.
          rememberVisit({ isSignedIn: true, methods: ['redirect'] })
          location.assign(url)
          await waitForBack(signal)
          throw new AuthError('popup_closed')
        }
        popup.location.replace(url)
        dispatch({ type: 'opened' })
        await waitForReturn(popup, signal)
      } catch (error) {
        if (popup !== undefined) close(popup)
        throw error
      }
      const { session } = await client.getSession({ signal })
      if (session === null) throw new AuthError('popup_closed')
      signal.throwIfAborted()
      end()
      dispatch({ type: 'returned', session })
      return session
    },
    takeReturnedError() {
      const code = takeReturnedCode()
      if (code === undefined) return undefined
      dispatch({ type: 'start' })
      return fail(new AuthError(code))
    },
  }
}

function openPopup(): Window {
  const popup = window.open('about:blank', 'kit-sign-in', 'popup,width=480,height=720')
  if (popup === null) throw new AuthError('popup_blocked')
  return popup
}

/** Resolves when the callback page reports that it is done. Rejects if the window closes without a report. */
function waitForReturn(popup: Window, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    // Without a channel, the window notifies only its opener.
    const channel = openBroadcast('kit:redirect')
    const listeners = new AbortController()
    const settle = (finish: () => void) => {
      listeners.abort()
      channel?.close()
      clearInterval(timer)
      finish()
    }
    const handleMessage = ({ data, origin }: MessageEvent) => {
      if (origin !== location.origin || data?.type !== 'kit:redirect') return
      const code = toCode(data.code)
      settle(() => (code === undefined ? resolve() : reject(new AuthError(code))))
    }
    // A window that isolates itself from its opener (COOP) looks closed while it is still open, so it counts as
    // closed only when the user is back on this page. Its last message may arrive after it has closed, because
    // it comes from another process.
    let looksClosed = 0
    const timer = setInterval(() => {
      looksClosed = popup.closed && document.hasFocus() ? looksClosed + 1 : 0
      if (looksClosed > 2) settle(() => reject(new AuthError('popup_closed')))
    }, 200)
    channel?.addEventListener('message', handleMessage)
    window.addEventListener('message', handleMessage, { signal: listeners.signal })
    signal.addEventListener('abort', () => settle(() => reject(new AuthError('aborted'))), {
      signal: listeners.signal,
    })
  })
}

/** Resolves when the user returns to this page with the back button and the browser restores it from its cache. */
function waitForBack(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const listeners = new AbortController()
    const handleShow = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return
      listeners.abort()
      resolve()
    }
    window.addEventListener('pageshow', handleShow, { signal: listeners.signal })
    signal.addEventListener('abort', () => {
      listeners.abort()
      reject(new AuthError('aborted'))
    })
  })
}

/** Returns the error code that a full-page redirect put into the URL, and removes it from there. */
function takeReturnedCode(): ProblemCode | undefined {
  const url = new URL(location.href)
  const code = toCode(url.searchParams.get('auth_error'))
  if (code === undefined) return undefined
  url.searchParams.delete('auth_error')
  history.replaceState(history.state, '', url)
  return code
}

/** Anyone can create such a URL, so only known codes are accepted. */
function toCode(value: unknown): ProblemCode | undefined {
  if (typeof value !== 'string' || findRecovery(value) === undefined) return undefined
  return value as ProblemCode
}

const rejecting: ReadonlySet<string> = new Set(['redirect_denied', 'popup_closed'])
