'use client'

import type { AuthError, Identity, OtpDelivery } from '@kit/core'
import { identityEndpoints } from '@kit/core/internal/identities/identityEndpoints'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { type Callbacks, useHandlers } from '../login/useHandlers.ts'
import { useAuth } from '../session/AuthContext.ts'
import { identitiesQueryKey } from './identitiesQueryKey.ts'

/**
 * Links an email address to the signed-in user: sends a code to it and checks the code. Needs a sign-in
 * within the last five minutes, otherwise it fails with `step_up_required`. An address of another account
 * fails with `identity_taken`, after the code has proved that the user owns it.
 *
 * @example
 * const { start, submit, status } = useLinkEmail()
 * // start('ada@work.example'), then submit('123456')
 */
export function useLinkEmail(parameters: useLinkEmail.Parameters = {}): useLinkEmail.ReturnType {
  const { client } = useAuth()
  const queryClient = useQueryClient()
  const createHandlers = useHandlers<readonly Identity[]>(parameters)
  const sending = useMutation<OtpDelivery, AuthError, string>({
    mutationFn: (identifier) => client.call(identityEndpoints.startEmail)({ identifier }),
    onError: (error) => createHandlers().onError(error),
    ...once,
  })
  const verifying = useMutation<readonly Identity[], AuthError, string>({
    mutationFn: async (code) =>
      (await client.call(identityEndpoints.verifyEmail)({ code })).identities,
    onSuccess: (identities) => {
      void queryClient.invalidateQueries({ queryKey: identitiesQueryKey })
      createHandlers().onSuccess(identities)
    },
    onError: (error) => createHandlers().onError(error),
    ...once,
  })
  const { mutate: start, mutateAsync: startAsync, reset: resetSending } = sending
  const { mutate: submit, mutateAsync: submitAsync, reset: resetVerifying } = verifying
  const isPending = sending.isPending || verifying.isPending
  const error = verifying.error ?? sending.error ?? undefined
  const isError = !isPending && error !== undefined
  return {
    status: findStatus(sending, verifying),
    isIdle: !isPending && !isError && !verifying.isSuccess,
    isPending,
    isError,
    isSuccess: verifying.isSuccess,
    error: isPending ? undefined : error,
    identifier: sending.variables,
    delivery: sending.data,
    start: useCallback(
      (identifier) => {
        resetVerifying()
        start(identifier)
      },
      [resetVerifying, start],
    ),
    startAsync,
    submit: useCallback((code) => submit(code), [submit]),
    submitAsync,
    reset: useCallback(() => {
      resetSending()
      resetVerifying()
    }, [resetSending, resetVerifying]),
  }
}

export declare namespace useLinkEmail {
  type Parameters = Callbacks<readonly Identity[]>
  type ReturnType = {
    /** `exhausted`: the code is used up, and `start` sends another one. `error` says why. */
    status: 'idle' | 'sending' | 'awaiting-code' | 'verifying' | 'exhausted' | 'success'
    isIdle: boolean
    isPending: boolean
    isError: boolean
    isSuccess: boolean
    error: AuthError | undefined
    /** The address to which the code was sent. */
    identifier: string | undefined
    delivery: OtpDelivery | undefined
    /** Sends a code to an address. Never throws. */
    start: (identifier: string) => void
    /** @throws AuthError */
    startAsync: (identifier: string) => Promise<OtpDelivery>
    /** Submits the code. Never throws. */
    submit: (code: string) => void
    /** @throws AuthError */
    submitAsync: (code: string) => Promise<readonly Identity[]>
    reset: () => void
  }
  type ErrorType = AuthError
}

const once = { networkMode: 'always', retry: false, throwOnError: false } as const

function findStatus(
  sending: { isPending: boolean; isSuccess: boolean },
  verifying: { isPending: boolean; isSuccess: boolean; error: AuthError | null },
): useLinkEmail.ReturnType['status'] {
  if (verifying.isSuccess) return 'success'
  if (verifying.isPending) return 'verifying'
  if (sending.isPending) return 'sending'
  if (!sending.isSuccess) return 'idle'
  return verifying.error !== null && isUsedUp(verifying.error) ? 'exhausted' : 'awaiting-code'
}

/** After many wrong codes by others, a right code is only the first of two. */
function isUsedUp({ code, attemptsLeft }: AuthError): boolean {
  return (
    code === 'otp_second_code_required' ||
    code === 'otp_attempts_exhausted' ||
    (code === 'otp_invalid' && (attemptsLeft ?? 0) === 0)
  )
}
