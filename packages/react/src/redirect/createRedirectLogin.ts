import {
  type AuthClient,
  AuthError,
  findRecovery,
  type ProblemCode,
  type RedirectLoginEvent,
  type RedirectLoginState,
  redirectLoginMachine,
  redirectLoginStart,
  type Session,
} from '@kit/core'
import { createStore, type Store } from '../internals/createStore.ts'
import { trace } from '../internals/trace.ts'

/** A sign-in on the upstream's own page. */
export interface RedirectLogin {
  store: Store<RedirectLoginState>
  signIn(mode: RedirectLogin.Mode): Promise<Session>
  cancel(): void
  /** Gives up what is under way; what has ended stays to be read. */
  abort(): void
  /** Takes up what a full redirect came back with. */
  resume(): void
  setHandlers(handlers: RedirectLogin.Handlers): void
}

export declare namespace RedirectLogin {
  type Mode = 'popup' | 'page'
  type Handlers = {
    onSuccess: (session: Session) => void
    onError: (error: AuthError) => void
  }
}

/** Runs the machine: a window opened in the click itself, or this page left and come back to. */
export function createRedirectLogin(client: AuthClient): RedirectLogin {
  const store = createStore<RedirectLoginState>(redirectLoginStart)
  let handlers: RedirectLogin.Handlers = { onSuccess: () => {}, onError: () => {} }
  let running: { promise: Promise<Session>; abort: AbortController } | undefined

  const dispatch = (event: RedirectLoginEvent) => {
    const next = redirectLoginMachine(store.getState(), event)
    const { status } = next
    trace.listener?.({ kind: 'event', machine: 'redirect', event: event.type, status })
    store.setState(next)
  }

  async function run(mode: RedirectLogin.Mode, signal: AbortSignal): Promise<Session> {
    dispatch({ type: 'start' })
    // Opened before anything is awaited: afterwards browsers take it for an advertisement.
    const popup = mode === 'popup' ? openPopup() : undefined
    try {
      const returnTo = popup === undefined ? location.pathname + location.search : undefined
      const { url } = await client.startRedirect(returnTo === undefined ? {} : { returnTo }, {
        signal,
      })
      if (popup === undefined) {
        dispatch({ type: 'left' })
        location.assign(url)
        return await new Promise<never>(() => {})
      }
      popup.location.replace(url)
      dispatch({ type: 'opened' })
      await waitForReturn(popup, signal)
    } catch (error) {
      popup?.close()
      throw error
    }
    const { session } = await client.getSession({ signal })
    if (session === null) throw new AuthError('popup_closed')
    dispatch({ type: 'returned', session })
    return session
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
    setHandlers: (next) => {
      handlers = next
    },
    signIn(mode) {
      if (running !== undefined) return running.promise
      const abort = new AbortController()
      const promise = run(mode, abort.signal)
        .catch((cause: unknown) => {
          throw fail(cause, abort.signal)
        })
        .finally(() => {
          if (running?.abort === abort) running = undefined
        })
      running = { promise, abort }
      promise.then(
        (session) => handlers.onSuccess(session),
        (error: AuthError) => {
          if (!abort.signal.aborted) handlers.onError(error)
        },
      )
      return promise
    },
    cancel,
    abort() {
      if (running !== undefined) cancel()
    },
    resume() {
      const code = takeReturnedCode()
      if (code === undefined) return
      dispatch({ type: 'start' })
      fail(new AuthError(code), new AbortController().signal)
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
    const channel = new BroadcastChannel('kit:redirect')
    const listeners = new AbortController()
    const settle = (finish: () => void) => {
      listeners.abort()
      channel.close()
      clearInterval(timer)
      finish()
    }
    const handleMessage = ({ data, origin }: MessageEvent) => {
      if (origin !== location.origin || data?.type !== 'kit:redirect') return
      const code = toCode(data.code)
      settle(() => (code === undefined ? resolve() : reject(new AuthError(code))))
    }
    // A page that isolates itself from its opener looks closed while the user is still there: only when
    // they are back here it is.
    const timer = setInterval(() => {
      if (popup.closed && document.hasFocus()) settle(() => reject(new AuthError('popup_closed')))
    }, 500)
    channel.addEventListener('message', handleMessage)
    window.addEventListener('message', handleMessage, { signal: listeners.signal })
    signal.addEventListener('abort', () => settle(() => reject(new AuthError('aborted'))), {
      signal: listeners.signal,
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
