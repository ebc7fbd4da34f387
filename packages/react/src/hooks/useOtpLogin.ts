'use client'

import type { AuthError, OtpDelivery, OtpLoginState, Session } from '@kit/core'
import { useCallback, useEffect } from 'react'
import { type Callbacks, useHandlers } from '../internals/useHandlers.ts'
import { useSessionHandlers } from '../internals/useSessionHandlers.ts'
import { useStore } from '../internals/useStore.ts'
import { getOtpLogin } from '../otp/createOtpLogin.ts'
import { useAuth } from '../provider/AuthContext.ts'
import { useCountdown } from './useCountdown.ts'

/**
 * Signs the user in with a code by e-mail. What is under way survives a reload and is shared by all parts
 * of the page and by other tabs; the code never is. When another code may be asked for is the server's
 * word, by the server's clock.
 *
 * @example
 * const { start, submit, status, resendInSeconds } = useOtpLogin()
 * // start('ada@example.com'), then submit('123456', { onSuccess: () => router.push('/') })
 */
export function useOtpLogin(parameters: useOtpLogin.Parameters = {}): useOtpLogin.ReturnType {
  const { client } = useAuth()
  const login = getOtpLogin(client)
  const state = useStore(login.store)
  const resendAt = state.delivery === undefined ? undefined : Date.parse(state.delivery.resendAt)
  const resendInSeconds = useCountdown(resendAt, login.now) ?? 0
  useEffect(() => login.mount(), [login])

  const createHandlers = useSessionHandlers(parameters, state.status, login.reset)
  const createStartHandlers = useHandlers<OtpDelivery>({ onError: parameters.onError })
  const startAsync = useCallback(
    (identifier: string, options?: Callbacks<OtpDelivery>) =>
      login.start(identifier, createStartHandlers(options)),
    [login, createStartHandlers],
  )
  const submitAsync = useCallback(
    (code: string, options?: Callbacks<Session>) => login.submit(code, createHandlers(options)),
    [login, createHandlers],
  )
  const start: useOtpLogin.ReturnType['start'] = useCallback(
    (...call) => ignore(startAsync(...call)),
    [startAsync],
  )
  const submit: useOtpLogin.ReturnType['submit'] = useCallback(
    (...call) => ignore(submitAsync(...call)),
    [submitAsync],
  )
  const resend: useOtpLogin.ReturnType['resend'] = useCallback(
    (options) => {
      const { identifier } = login.store.getState()
      if (identifier !== undefined) start(identifier, options)
    },
    [login, start],
  )
  const { changeIdentifier, reset, now } = login
  return {
    ...state,
    resendInSeconds,
    start,
    startAsync,
    submit,
    submitAsync,
    resend,
    changeIdentifier,
    reset,
    now,
  }
}

export declare namespace useOtpLogin {
  /** `onError` is told of either step, the others of the code's. */
  type Parameters = Callbacks<Session>
  type ReturnType = OtpLoginState & {
    /** Until another code may be asked for, in whole seconds; 0 when it may. */
    resendInSeconds: number
    /** Has a code sent. Never throws. */
    start: (identifier: string, options?: Callbacks<OtpDelivery>) => void
    /** @throws AuthError */
    startAsync: (identifier: string, options?: Callbacks<OtpDelivery>) => Promise<OtpDelivery>
    /** Sends the code that was typed. Never throws. */
    submit: (code: string, options?: Callbacks<Session>) => void
    /** @throws AuthError */
    submitAsync: (code: string, options?: Callbacks<Session>) => Promise<Session>
    /** Has another code sent to the same address; the one before then ends. Never throws. */
    resend: (options?: Callbacks<OtpDelivery>) => void
    /** Back to the address, which stays in `identifier` so that it can be corrected. */
    changeIdentifier: () => void
    /** Back to the start. */
    reset: () => void
    /** The server's time in ms since 1970, to hold `delivery` against; also right after a reload. */
    now: () => number
  }
  type ErrorType = AuthError
}

/** The state and `onError` tell of a failure. */
function ignore(promise: Promise<unknown>): void {
  promise.catch(() => {})
}
