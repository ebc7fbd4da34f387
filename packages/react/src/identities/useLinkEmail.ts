'use client'

import type { AuthError, Identity, OtpDelivery, OtpLoginState } from '@kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { describeProgress, type Progress } from '../login/describeProgress.ts'
import { ignore } from '../login/ignore.ts'
import { type Callbacks, useHandlers } from '../login/useHandlers.ts'
import { useStore } from '../login/useStore.ts'
import { pendingStatuses } from '../otp/createCodeCalls.ts'
import { useResendWait } from '../otp/useResendWait.ts'
import { useAuth } from '../session/AuthContext.ts'
import { createEmailLink } from './createEmailLink.ts'
import { identitiesQueryKey } from './identitiesQueryKey.ts'

/**
 * Links an email address to the signed-in user: sends a code to it and checks the code. Requires a sign-in
 * within the last five minutes; otherwise it fails with `step_up_required`. An address of another account fails
 * with `identity_taken`, but only after the correct code.
 *
 * @example
 * const { start, submit, status } = useLinkEmail()
 * // start('ada@work.example'), then submit('123456')
 */
export function useLinkEmail(parameters: useLinkEmail.Parameters = {}): useLinkEmail.ReturnType {
  const { client } = useAuth()
  const queryClient = useQueryClient()
  const [login] = useState(() => createEmailLink(client))
  const state = useStore(login.store)
  const resendInSeconds = useResendWait(state.delivery, client.now)
  useEffect(() => login.mount(), [login])

  const createStartHandlers = useHandlers<OtpDelivery>({ onError: parameters.onError })
  const createHandlers = useHandlers<readonly Identity[]>(parameters)
  const startAsync = useCallback(
    (identifier: string) => login.start(identifier, createStartHandlers()),
    [login, createStartHandlers],
  )
  const submitAsync = useCallback(
    async (code: string) => {
      const identities = await login.submit(code, createHandlers())
      void queryClient.invalidateQueries({ queryKey: identitiesQueryKey })
      return identities
    },
    [login, queryClient, createHandlers],
  )
  const start = useCallback((identifier: string) => ignore(startAsync(identifier)), [startAsync])
  const submit = useCallback((code: string) => ignore(submitAsync(code)), [submitAsync])
  const resend = useCallback(() => {
    const { identifier } = login.store.getState()
    if (identifier !== undefined) start(identifier)
  }, [login, start])
  const { changeIdentifier, reset } = login
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
    reset,
    now: client.now,
  }
}

export declare namespace useLinkEmail {
  /** `onError` is called for failures of both steps, the other callbacks only for the step of the code. */
  type Parameters = Callbacks<readonly Identity[]>
  type ReturnType = Omit<OtpLoginState, 'session'> &
    Progress & {
      /** Whole seconds until another code can be requested; 0 if it can be now. */
      resendInSeconds: number
      /** Sends a code to an address. Never throws. */
      start: (identifier: string) => void
      /** @throws AuthError */
      startAsync: (identifier: string) => Promise<OtpDelivery>
      /** Submits the code. Never throws. */
      submit: (code: string) => void
      /** @throws AuthError */
      submitAsync: (code: string) => Promise<readonly Identity[]>
      /** Sends another code to the same address, which invalidates the previous one. Never throws. */
      resend: () => void
      /** Returns to the address, which stays in `identifier` so that the user can correct it. */
      changeIdentifier: () => void
      /** Discards everything, including a code that was sent: `status` is `'idle'` again. */
      reset: () => void
      /** The server's time in ms since 1970, to compare `delivery` with. */
      now: () => number
    }
  type ErrorType = AuthError
}
