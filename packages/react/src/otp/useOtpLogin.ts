'use client'

import type { AuthError, OtpDelivery, OtpLoginState, Session } from '@kit/core'
import { useCallback, useEffect } from 'react'
import { describeProgress, type Progress } from '../login/describeProgress.ts'
import { ignore } from '../login/ignore.ts'
import { type Callbacks, useHandlers } from '../login/useHandlers.ts'
import { useStore } from '../login/useStore.ts'
import { useAuth } from '../session/AuthContext.ts'
import { useSessionHandlers } from '../session/useSessionHandlers.ts'
import { pendingStatuses } from './createCodeCalls.ts'
import { getOtpLogin } from './createOtpLogin.ts'
import { useResendWait } from './useResendWait.ts'

/**
 * Signs the user in with a code sent by email. A pending sign-in is kept across a reload and shared with all
 * components of the page and with other tabs, but the code itself is not. The server decides, by its clock,
 * when another code can be requested.
 *
 * @example
 * const { start, submit, status, resendInSeconds } = useOtpLogin()
 * // start('ada@example.com'), then submit('123456', { onSuccess: () => router.push('/') })
 */
export function useOtpLogin(parameters: useOtpLogin.Parameters = {}): useOtpLogin.ReturnType {
  const { prefetch = true } = parameters
  const { client } = useAuth()
  const login = getOtpLogin(client)
  const state = useStore(login.store)
  const resendInSeconds = useResendWait(state.delivery, login.now)
  useEffect(() => login.mount(), [login])
  useEffect(() => {
    if (prefetch) login.prefetch()
  }, [login, prefetch])

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
  const { changeIdentifier, cancel, reset, now } = login
  return {
    ...state,
    ...describeProgress(state, pendingStatuses),
    resendInSeconds,
    start,
    startAsync,
    submit,
    submitAsync,
    resend,
    changeIdentifier,
    cancel,
    reset,
    now,
  }
}

export declare namespace useOtpLogin {
  /** `onError` is called for failures of both steps, the other callbacks only for the step of the code. */
  type Parameters = Callbacks<Session> & {
    /**
     * Whether the code of both steps is loaded, and a pending sign-in resumed, before the first call. Pass
     * `false` until the user starts to use the form, so that a page loads less if the form is never used.
     *
     * @default true
     */
    prefetch?: boolean | undefined
  }
  type ReturnType = OtpLoginState &
    Progress & {
      /** Whole seconds until another code can be requested; 0 if it can be now. */
      resendInSeconds: number
      /** Sends a code to the user. Never throws. */
      start: (identifier: string, options?: Callbacks<OtpDelivery>) => void
      /** @throws AuthError */
      startAsync: (identifier: string, options?: Callbacks<OtpDelivery>) => Promise<OtpDelivery>
      /** Submits the code that the user typed. Never throws. */
      submit: (code: string, options?: Callbacks<Session>) => void
      /** @throws AuthError */
      submitAsync: (code: string, options?: Callbacks<Session>) => Promise<Session>
      /** Sends another code to the same address, which invalidates the previous one. Never throws. */
      resend: (options?: Callbacks<OtpDelivery>) => void
      /** Returns to the address, which stays in `identifier` so that the user can correct it. */
      changeIdentifier: () => void
      /**
       * Ends the running request: returns to the address while a code is being sent, and to the code while
       * one is being checked. Does nothing if nothing is running.
       */
      cancel: () => void
      /** Discards everything, including a code that was sent: `status` is `'idle'` again. */
      reset: () => void
      /**
       * Returns the server's time, in ms since 1970, to compare with the times in `delivery`. It is correct
       * even right after a reload.
       */
      now: () => number
    }
  type ErrorType = AuthError
}
