import type { AuthClient, Identity, OtpDelivery, OtpLoginEvent, OtpLoginState } from '@kit/core'
import { AuthError } from '@kit/core/internal/errors/AuthError'
import { identityEndpoints } from '@kit/core/internal/identities/identityEndpoints'
import { advanceOtpLogin } from '@kit/core/internal/otp/advanceOtpLogin'
import { otpLoginStart } from '@kit/core/internal/otp/OtpLoginState'
import { createLogin } from '../login/createLogin.ts'
import type { Store } from '../login/createStore.ts'
import type { Handlers } from '../login/useHandlers.ts'
import { putOffResend } from '../otp/putOffResend.ts'

/** Links an email address to the signed-in user, by the rules of a sign-in by code. */
export interface EmailLink {
  store: Store<OtpLoginState>
  start(identifier: string, handlers: Handlers<OtpDelivery>): Promise<OtpDelivery>
  submit(code: string, handlers: Handlers<readonly Identity[]>): Promise<readonly Identity[]>
  /** Ends the attempt. The address stays, so that the user can correct it. */
  changeIdentifier(): void
  reset(): void
  mount(): () => void
}

/** Creates one that has not begun. */
export function createEmailLink(client: AuthClient): EmailLink {
  const login = createLogin({
    start: otpLoginStart,
    createSteps: (store, end) => createEmailLinkSteps(client, store, end),
  })
  const { store } = login
  return {
    store,
    start(identifier, handlers) {
      const { status, error } = store.getState()
      if (status === 'verifying' || status === 'locked') return Promise.reject(error ?? abort())
      return login.run(
        `start ${identifier}`,
        (steps, signal) => steps.start(identifier, signal),
        handlers,
        {},
      )
    },
    submit(code, handlers) {
      const key = `submit ${code}`
      if (store.getState().status !== 'awaiting-code' && !login.isRunning(key))
        return Promise.reject(abort())
      return login.run(key, (steps, signal) => steps.submit(code, signal), handlers, {})
    },
    changeIdentifier() {
      login.reset({ ...otpLoginStart, identifier: store.getState().identifier })
    },
    reset: () => login.reset(),
    mount: () => login.mount({ close: login.giveUp }),
  }
}

function createEmailLinkSteps(client: AuthClient, store: Store<OtpLoginState>, end: () => void) {
  const dispatch = (event: OtpLoginEvent) =>
    store.setState(advanceOtpLogin(store.getState(), event))
  return {
    async start(identifier: string, signal: AbortSignal) {
      // While a code is being sent to one address, another address ends that request.
      if (store.getState().status === 'sending') dispatch({ type: 'reset' })
      dispatch({ type: 'start', identifier })
      const delivery = await client.call(identityEndpoints.startEmail)({ identifier }, { signal })
      signal.throwIfAborted()
      end()
      dispatch({ type: 'sent', delivery })
      return delivery
    },
    async submit(code: string, signal: AbortSignal) {
      dispatch({ type: 'submit' })
      const { identities } = await client.call(identityEndpoints.verifyEmail)({ code }, { signal })
      signal.throwIfAborted()
      end()
      store.setState({ ...store.getState(), status: 'success' })
      return identities
    },
    fail(cause: unknown) {
      const error = AuthError.is(cause) ? cause : new AuthError('invalid_answer', { cause })
      dispatch({ type: 'failed', error })
      store.setState(putOffResend(store.getState(), error, client.now()))
      return error
    },
    reset() {},
  }
}

const abort = () => new AuthError('aborted')
