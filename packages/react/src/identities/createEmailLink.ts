import type { AuthClient, Identity, OtpLoginEvent, OtpLoginState } from '@kit/core'
import { toAuthError } from '@kit/core/internal/errors/AuthError'
import { identityEndpoints } from '@kit/core/internal/identities/identityEndpoints'
import { advanceOtpLogin } from '@kit/core/internal/otp/advanceOtpLogin'
import { otpLoginStart } from '@kit/core/internal/otp/OtpLoginState'
import { createLogin } from '../login/createLogin.ts'
import type { Store } from '../login/createStore.ts'
import { type CodeCalls, createCodeCalls } from '../otp/createCodeCalls.ts'
import { putOffResend } from '../otp/putOffResend.ts'

/** Links an email address to the signed-in user. The steps are those of a sign-in by code. */
export interface EmailLink extends CodeCalls<readonly Identity[]> {
  store: Store<OtpLoginState>
  reset(): void
  mount(): () => void
}

/** Creates an email link that has not begun. */
export function createEmailLink(client: AuthClient): EmailLink {
  const login = createLogin({
    start: otpLoginStart,
    createSteps: (store, end) => createEmailLinkSteps(client, store, end),
  })
  return {
    store: login.store,
    ...createCodeCalls(login),
    reset: () => login.reset(),
    mount: () => login.mount({ close: login.giveUp }),
  }
}

function createEmailLinkSteps(client: AuthClient, store: Store<OtpLoginState>, end: () => void) {
  const dispatch = (event: OtpLoginEvent) =>
    store.setState(advanceOtpLogin(store.getState(), event))
  return {
    async start(identifier: string, signal: AbortSignal) {
      // If a code is just being sent to another address, that request is cancelled.
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
      const error = toAuthError(cause)
      dispatch({ type: 'failed', error })
      store.setState(putOffResend(store.getState(), error, client.now()))
      return error
    },
    reset() {},
  }
}
