'use client'

import type { AuthError, OtpDelivery, OtpLoginState, Session } from '@kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { publishSession } from '../internals/sessionQuery.ts'
import { createOtpLogin } from '../otp/createOtpLogin.ts'
import { useAuth } from '../provider/AuthContext.ts'
import { useCountdown } from './useCountdown.ts'

/**
 * Signs the user in with a code by e-mail. What is under way survives a reload; the code never does.
 * When another code may be asked for is the server's word, by the server's clock.
 *
 * @example
 * const { start, submit, status, resendInSeconds } = useOtpLogin()
 * // start('ada@example.com'), then submit('123456')
 */
export function useOtpLogin(parameters: useOtpLogin.Parameters = {}): useOtpLogin.ReturnType {
  const { onSuccess, onError } = parameters
  const { client } = useAuth()
  const queryClient = useQueryClient()
  const login = useMemo(() => createOtpLogin(client), [client])
  const state = useSyncExternalStore(
    login.store.subscribe,
    login.store.getState,
    login.store.getState,
  )
  const resendAt = state.delivery === undefined ? undefined : Date.parse(state.delivery.resendAt)
  const resendInSeconds = useCountdown(resendAt, login.now)

  useEffect(() => {
    login.setHandlers({
      onSuccess: (session) => {
        publishSession(queryClient, session)
        onSuccess?.(session)
      },
      onError: (error) => onError?.(error),
    })
  }, [login, queryClient, onSuccess, onError])
  useEffect(() => {
    login.resume()
    return login.abort
  }, [login])

  const { start: startAsync, submit: submitAsync, changeIdentifier, reset } = login
  const start = useCallback((identifier: string) => ignore(startAsync(identifier)), [startAsync])
  const submit = useCallback((code: string) => ignore(submitAsync(code)), [submitAsync])
  const resend = useCallback(() => {
    const { identifier } = login.store.getState()
    if (identifier !== undefined) ignore(login.start(identifier))
  }, [login])
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
  }
}

export declare namespace useOtpLogin {
  type Parameters = {
    onSuccess?: ((session: Session) => void) | undefined
    onError?: ((error: AuthError) => void) | undefined
  }
  type ReturnType = OtpLoginState & {
    /** Until another code may be asked for, in whole seconds; 0 when it may. */
    resendInSeconds: number
    /** Has a code sent. Never throws. */
    start: (identifier: string) => void
    /** @throws AuthError */
    startAsync: (identifier: string) => Promise<OtpDelivery>
    /** Sends the code that was typed. Never throws. */
    submit: (code: string) => void
    /** @throws AuthError */
    submitAsync: (code: string) => Promise<Session>
    /** Has another code sent to the same address; the one before then ends. */
    resend: () => void
    /** Back to the address, which stays in `identifier` so that it can be corrected. */
    changeIdentifier: () => void
    /** Back to the start. */
    reset: () => void
  }
  type ErrorType = AuthError
}

/** The state and `onError` tell of a failure. */
function ignore(promise: Promise<unknown>): void {
  promise.catch(() => {})
}
