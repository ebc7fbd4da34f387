import type { OtpDelivery, OtpLoginState } from '@kit/core'
import { AuthError } from '@kit/core/internal/errors/AuthError'
import { otpLoginStart } from '@kit/core/internal/otp/OtpLoginState'
import type { Login } from '../login/createLogin.ts'
import type { Handlers } from '../login/useHandlers.ts'

/**
 * Creates the calls for signing in with an emailed code or linking an address. Each call is made only in the
 * states that allow it.
 */
export function createCodeCalls<result>(
  login: Login<OtpLoginState, CodeSteps<result>>,
): CodeCalls<result> {
  const { store } = login
  return {
    start(identifier, handlers) {
      const { status, error } = store.getState()
      if (status === 'verifying' || status === 'locked') return Promise.reject(error ?? abort())
      return login.run(
        `start ${identifier}`,
        (steps, signal) => steps.start(identifier, signal),
        handlers,
        { status: 'sending', identifier },
      )
    },
    submit(code, handlers) {
      const key = `submit ${code}`
      // A code is submitted only while the backend expects one.
      if (store.getState().status !== 'awaiting-code' && !login.isRunning(key))
        return Promise.reject(abort())
      return login.run(key, (steps, signal) => steps.submit(code, signal), handlers, {})
    },
    changeIdentifier() {
      login.reset({ ...otpLoginStart, identifier: store.getState().identifier })
    },
  }
}

interface CodeSteps<result> {
  start(identifier: string, signal: AbortSignal): Promise<OtpDelivery>
  submit(code: string, signal: AbortSignal): Promise<result>
}

export interface CodeCalls<result> {
  start(identifier: string, handlers: Handlers<OtpDelivery>): Promise<OtpDelivery>
  submit(code: string, handlers: Handlers<result>): Promise<result>
  /** Ends the attempt, but keeps the address, so that the user can correct it. */
  changeIdentifier(): void
}

/** The statuses in which a call is running. */
export const pendingStatuses = [
  'sending',
  'verifying',
] as const satisfies readonly OtpLoginState['status'][]

const abort = () => new AuthError('aborted')
