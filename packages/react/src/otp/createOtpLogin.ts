import type { AuthClient, OtpDelivery, OtpLoginState, Session } from '@kit/core'
import { CodedError } from '@kit/core/coded-error'
import { createLogin } from '../internals/createLogin.ts'
import type { Store } from '../internals/createStore.ts'
import { shareBy } from '../internals/shareBy.ts'
import type { Handlers } from '../internals/useHandlers.ts'
import type { OtpSteps } from './createOtpSteps.ts'

/** A sign-in with an e-mailed code. The handlers of a call that joins another one are not told. */
export interface OtpLogin {
  store: Store<OtpLoginState>
  start(identifier: string, handlers: Handlers<OtpDelivery>): Promise<OtpDelivery>
  submit(code: string, handlers: Handlers<Session>): Promise<Session>
  /** Gives up the attempt; the address stays, so that it can be corrected. */
  changeIdentifier(): void
  reset(): void
  /** The server's time in ms since 1970, also right after a reload, before any answer. */
  now(): number
  /**
   * Says that a part shows it, until the returned function is called. The first one takes up what was under
   * way before a reload; the last one to leave gives up the request that is.
   */
  mount(): () => void
}

/** The one sign-in with a code of a page: the backend has one attempt for each browser, too. */
export const getOtpLogin: (client: AuthClient) => OtpLogin = /* @__PURE__ */ shareBy((client) =>
  createOtpLogin(client),
)

function createOtpLogin(client: AuthClient): OtpLogin {
  const login = createLogin(nothingSent, async (store, end): Promise<OtpSteps> => {
    const { createOtpSteps } = await import('./createOtpSteps.ts')
    const steps = createOtpSteps(client, store, end)
    clock = steps
    if (mounted > 0) close = steps.open()
    return steps
  })
  const { store } = login
  let clock: Pick<OtpLogin, 'now'> = client
  let mounted = 0
  let close: (() => void) | undefined

  return {
    store,
    now: () => clock.now(),
    start(identifier, handlers) {
      const { status, error } = store.getState()
      if (status === 'verifying' || status === 'locked') return Promise.reject(error ?? abort())
      const call = (steps: OtpSteps, signal: AbortSignal) => steps.start(identifier, signal)
      return login.take(`start ${identifier}`, call, handlers, { status: 'sending', identifier })
    },
    submit(code, handlers) {
      const key = `submit ${code}`
      // What is typed while nothing waits for a code goes nowhere.
      if (store.getState().status !== 'awaiting-code' && !login.isTaking(key))
        return Promise.reject(abort())
      return login.take(key, (steps, signal) => steps.submit(code, signal), handlers, {})
    },
    changeIdentifier() {
      login.reset({ ...nothingSent, identifier: store.getState().identifier })
    },
    reset: () => login.reset(),
    mount() {
      mounted += 1
      if (mounted === 1) close = login.getSteps()?.open()
      // Who asks for a code loads them too, and is told what is wrong.
      login.load().catch(() => {})
      return () => {
        mounted -= 1
        if (mounted > 0) return
        login.giveUp()
        close?.()
        close = undefined
      }
    },
  }
}

const abort = () => new CodedError('aborted', 'retry')

/** Nobody has asked for a code yet. */
const nothingSent: OtpLoginState = {
  status: 'idle',
  identifier: undefined,
  delivery: undefined,
  attemptsLeft: undefined,
  codesSent: 0,
  error: undefined,
  session: undefined,
}
