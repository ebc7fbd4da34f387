import type {
  AuthClient,
  ProblemCode,
  RedirectLoginEvent,
  RedirectLoginState,
  Session,
} from '@kit/core'
import { AuthError, findRecovery, redirectLoginMachine, redirectLoginStart } from '@kit/core/steps'
import { createStore, type Store } from '../internals/createStore.ts'
import { inTurn } from '../internals/inTurn.ts'
import { shareBy } from '../internals/shareBy.ts'
import { trace } from '../internals/trace.ts'
import type { Handlers } from '../internals/useHandlers.ts'

/** A sign-in on the upstream's own page. The handlers of a call that joins another one are not told. */
export interface RedirectLogin {
  store: Store<RedirectLoginState>
  signIn(mode: RedirectLogin.Mode, handlers: Handlers<Session>): Promise<Session>
  cancel(): void
  /**
   * Says that a part shows it, until the returned function is called. The first one takes up, and is told,
   * what a full redirect came back with; the last one to leave gives up what is under way.
   */
  mount(handlers: Handlers<Session>): () => void
}

export declare namespace RedirectLogin {
  type Mode = 'popup' | 'page'
}

/** The one sign-in of a page on the upstream's: its window has one name, too. */
export const getRedirectLogin: (client: AuthClient) => RedirectLogin = /* @__PURE__ */ shareBy(
  (client) => createRedirectLogin(client),
)

/** Runs the machine: a window opened in the click itself, or this page left and come back to. */
function createRedirectLogin(client: AuthClient): RedirectLogin {
  const store = createStore<RedirectLoginState>(redirectLoginStart)
  let running: { promise: Promise<Session>; abort: AbortController } | undefined
  let closing: ReturnType<typeof setInterval> | undefined
  let mounted = 0

  const dispatch = (event: RedirectLoginEvent) => {
    const next = redirectLoginMachine(store.getState(), event)
    const { status } = next
    trace.listener?.({ kind: 'event', machine: 'redirect', event: event.type, status })
    store.setState(next)
  }

  async function run(mode: RedirectLogin.Mode, signal: AbortSignal): Promise<Session> {
    clearInterval(closing)
    dispatch({ type: 'start' })
    // Opened before anything is awaited: afterwards browsers take it for an advertisement.
    const popup = mode === 'popup' ? openPopup() : undefined
    try {
      const returnTo = popup === undefined ? location.pathname + location.search : undefined
      const request = returnTo === undefined ? {} : { returnTo }
      const { url } = await inTurn(() => client.startRedirect(request, { signal }))
      if (popup === undefined) {
        dispatch({ type: 'left' })
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
    running = undefined
    dispatch({ type: 'returned', session })
    return session
  }

  /** A window on its way to another page may miss the first word. */
  function close(popup: Window): void {
    popup.close()
    const closingEndsAt = performance.now() + 3000
    clearInterval(closing)
    closing = setInterval(() => {
      popup.close()
      if (performance.now() > closingEndsAt) clearInterval(closing)
    }, 200)
  }

  function fail(cause: unknown, signal: AbortSignal): AuthError {
    if (signal.aborted) return new AuthError('aborted', { cause })
    const error = AuthError.is(cause) ? cause : new AuthError('invalid_answer', { cause })
    dispatch({ type: rejecting.has(error.code) ? 'rejected' : 'failed', error })
    return error
  }

  function cancel(): void {
    running?.abort.abort()
    running = undefined
    dispatch({ type: 'reset' })
  }

  return {
    store,
    signIn(mode, { onSuccess, onError }) {
      if (running !== undefined) return running.promise
      const abort = new AbortController()
      const promise = run(mode, abort.signal).catch((cause: unknown) => {
        // Before anybody hears of it: who begins anew at once must not join what is over.
        if (!abort.signal.aborted) running = undefined
        throw fail(cause, abort.signal)
      })
      running = { promise, abort }
      promise.then(onSuccess, (error: AuthError) => {
        if (!abort.signal.aborted) onError(error)
      })
      return promise
    },
    cancel,
    mount({ onError }) {
      mounted += 1
      const code = takeReturnedCode()
      if (code !== undefined) {
        dispatch({ type: 'start' })
        onError(fail(new AuthError(code), new AbortController().signal))
      }
      return () => {
        mounted -= 1
        // Not at once: StrictMode takes every part out and puts it in again.
        queueMicrotask(() => {
          if (mounted === 0) cancel()
        })
      }
    },
  }
}

function openPopup(): Window {
  const popup = window.open('about:blank', 'kit-sign-in', 'popup,width=480,height=720')
  if (popup === null) throw new AuthError('popup_blocked')
  return popup
}

/** Resolves when the callback page says that it is done; rejects when the window goes without a word. */
function waitForReturn(popup: Window, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const channel = openChannel()
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
    // A page that isolates itself from its opener looks closed while the user is still there: only when
    // they are back here it is. Its last word may come after its end, from another process.
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

/** None where the browser has none: the window then tells its opener alone. */
function openChannel(): BroadcastChannel | undefined {
  return typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('kit:redirect')
}

/** Resolves when the user comes back by the browser's own button, to this page as they left it. */
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

/** The code that a full redirect came back with, taken out of the address. */
function takeReturnedCode(): ProblemCode | undefined {
  const url = new URL(location.href)
  const code = toCode(url.searchParams.get('auth_error'))
  if (code === undefined) return undefined
  url.searchParams.delete('auth_error')
  history.replaceState(history.state, '', url)
  return code
}

/** Anyone can write an address: only words of the closed list count. */
function toCode(value: unknown): ProblemCode | undefined {
  if (typeof value !== 'string' || findRecovery(value) === undefined) return undefined
  return value as ProblemCode
}

const rejecting: ReadonlySet<string> = new Set(['redirect_denied', 'popup_closed'])
