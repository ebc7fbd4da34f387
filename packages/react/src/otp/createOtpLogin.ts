import type { AuthClient, OtpLoginState, Session } from '@kit/core'
import { otpLoginStart } from '@kit/core/internal/otp/OtpLoginState'
import { createLogin } from '../login/createLogin.ts'
import type { Store } from '../login/createStore.ts'
import { memoizeByKey } from '../login/memoizeByKey.ts'
import { type CodeCalls, createCodeCalls } from './createCodeCalls.ts'
import type { OtpSteps } from './createOtpSteps.ts'

/** A sign-in with an emailed code. If a call joins a running one, its handlers do not run. */
export interface OtpLogin extends CodeCalls<Session> {
  store: Store<OtpLoginState>
  /** Ends the running request. A code that was already sent can still be used. */
  cancel(): void
  reset(): void
  /** Returns the server's time, in ms since 1970. It is correct even after a reload, before the first answer. */
  now(): number
  /** Loads the steps early, and ignores failures. A call that needs the steps loads them again, and reports failures. */
  prefetch(): void
  /**
   * Registers a component that shows the login, until the returned function is called. The first one resumes a
   * sign-in that was pending before a reload. When the last one unmounts, the running request is cancelled.
   */
  mount(): () => void
}

/** Returns the sign-in by code, of which a page has only one. The backend also has only one for each browser. */
export const getOtpLogin: (client: AuthClient) => OtpLogin = /* @__PURE__ */ memoizeByKey(
  (client) => createOtpLogin(client),
)

function createOtpLogin(client: AuthClient): OtpLogin {
  const login = createLogin<OtpLoginState, OtpSteps>({
    start: otpLoginStart,
    async importSteps(store, end) {
      const { createOtpSteps } = await import('./createOtpSteps.ts')
      const steps = createOtpSteps(client, store, end)
      clock = steps
      if (login.isMounted()) close = steps.open()
      return steps
    },
  })
  const { store } = login
  let clock: Pick<OtpLogin, 'now'> = client
  let close: (() => void) | undefined

  return {
    store,
    now: () => clock.now(),
    ...createCodeCalls(login),
    cancel() {
      if (!login.isRunning()) return
      const state = store.getState()
      const { identifier, delivery } = state
      login.giveUp()
      // The request may have reached the backend, so it is unknown whether the attempt was counted. The user
      // stays at the code step.
      if (delivery === undefined) login.reset({ ...otpLoginStart, identifier })
      else store.setState({ ...state, status: 'awaiting-code', error: undefined })
    },
    reset: () => login.reset(),
    prefetch: () => void login.load().catch(() => {}),
    mount: () =>
      login.mount({
        open() {
          close = login.getSteps()?.open()
        },
        close() {
          login.giveUp()
          close?.()
          close = undefined
        },
      }),
  }
}
